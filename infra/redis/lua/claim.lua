-- A worker takes up to `room` tasks, or its part of what is there: hosts in order of next-allowed time, within a host by
-- band, then age.
-- ARGV: now or '', worker, room, delay ms, open-lease limit, lease ms, backlog limit, attempt cap, a group's gap ms, its
-- open-lease limit, the inspection's state or ''.
-- Returns a flat list, five a lease: id, attempt, host, target, rest of the text.
local clock = now()
local worker, room = ARGV[2], tonumber(ARGV[3])
local delay, open_limit, lease_ms = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local cap, gap, group_limit = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local taken = {}

if room <= 0 or state_of(ARGV[11]) ~= 'running' then
  return taken
end
if redis.call('XLEN', key('observations')) > tonumber(ARGV[7]) then
  return taken
end

local PARKED_A_CALL = 1000
-- A host (or group) whose delay is shorter than the time between two claims hands out several tasks at once, up to this
-- many milliseconds ahead of its time; its rate stays what it is.
local HORIZON = delay < 100 and 100 or 0
local GROUP_HORIZON = gap < 100 and 100 or 0
-- Failures in a row after which a task is handed out as on its last attempt: on a host that does not answer, each task
-- is tried once, not three times.
local HOPELESS = 5
-- Workers that asked within so many milliseconds count among those that share; an idle one asks once a second.
local ASKING = 2500
-- So few leases are not worth sharing: waiting for another worker to ask would cost more than it brings.
local FEW = 4
local parking = redis.call('SCARD', key('held')) > 0
local parked = 0

-- What may be asked is shared among the workers that ask: who has more than its part of all leases, those under way and
-- those to be had, gets none while others have less. All parts together are all there is, so nothing stays untaken.
local function fair_room()
  local askers = key('askers')
  redis.call('ZADD', askers, int(clock), worker)
  redis.call('ZREMRANGEBYSCORE', askers, '-inf', int(clock - ASKING))
  local sharing = redis.call('ZCARD', askers)
  if sharing == 1 then
    return room
  end
  local ready = 0
  for _, rank in ipairs(RANKS) do
    ready = ready + redis.call('ZCOUNT', key('ready' .. rank), '-inf', int(clock + HORIZON))
  end
  local leased = tonumber(redis.call('HGET', key('counts'), 'leased') or 0)
  local part = math.max(math.ceil((leased + ready * open_limit) / sharing), FEW)
  return math.min(room, part - redis.call('SCARD', key('worker:' .. worker)))
end

-- The next task of a host whose target is not paused; those of paused ones are put aside until they are resumed.
local function next_task(host)
  while host.waiting > 0 and parked < PARKED_A_CALL do
    local text, band = dequeue(host)
    local target, attempts, rest = parse(text)
    if not parking or redis.call('SISMEMBER', key('held'), target) == 0 then
      return { target = target, attempts = tonumber(attempts) or 0, rest = rest, band = band }
    end
    redis.call('RPUSH', key('parked:' .. target), cmsgpack.pack({ host.name, band, text }))
    parked = parked + 1
  end
end

local function may_be_asked(host)
  local horizon = (host.delay or 0) < 100 and HORIZON or 0
  return host.open < open_limit and host.next <= clock + horizon
end

local function group_may_be_asked(group)
  return group.open < group_limit and group.next <= clock + GROUP_HORIZON
end

-- Ids run ahead with the clock: a server that has forgotten its last claims must not give their ids to other tasks, which
-- would then be settled by the outcomes of those.
local last_id = math.max(tonumber(redis.call('HGET', key('meta'), 'lease') or 0), clock * 1000)

local function lease(host, task)
  last_id = last_id + 1
  local id = int(last_id)
  local attempt = task.attempts + 1
  open(host, 1)
  host.next = math.max(host.next, clock) + (host.delay or delay)
  redis.call('ZADD', key('leases'), int(clock + lease_ms), id)
  redis.call('HSET', key('leased'), id,
    cmsgpack.pack({ worker, host.name, task.band, task.target, attempt, task.rest }))
  redis.call('SADD', key('worker:' .. worker), id)
  count(task.target, 'waiting', -1)
  count(task.target, 'leased', 1)
  touch(task.target, clock)
  if host.streak >= HOPELESS then
    attempt = math.max(attempt, cap)
  end
  for _, value in ipairs({ id, int(attempt), host.name, task.target, task.rest }) do
    taken[#taken + 1] = value
  end
  room = room - 1
end

-- One place among the ready: a host by itself, or a group with those of its hosts whose time has come.
local function place_of(name, rank)
  if string.sub(name, 1, 1) ~= '@' then
    return { name, at = 0 }
  end
  local group = load_group(string.sub(name, 2))
  local most = math.min(room, group_limit - group.open)
  local place = most > 0 and redis.call('ZRANGEBYSCORE', key('ready' .. rank .. ':' .. group.name), '-inf',
    int(clock + HORIZON), 'LIMIT', 0, most) or {}
  place.group, place.at = group, 0
  return place
end

-- A place's turn: one task, of the next of its hosts that has one to give. False when none will, in this call.
local hosts = {}
local function turn(place)
  for _ = 1, #place do
    if place.group and not group_may_be_asked(place.group) then
      return false
    end
    place.at = place.at % #place + 1
    local name = place[place.at]
    hosts[name] = hosts[name] or load_host(name)
    local host = hosts[name]
    local task = may_be_asked(host) and next_task(host)
    if task then
      lease(host, task)
      if place.group then
        place.group.next = math.max(place.group.next, clock) + gap
      end
      return true
    end
  end
  return false
end

-- Rounds over the ready, one task a place and round: a group of a hundred hosts gets no more turns than a host.
room = fair_room()
if room <= 0 then
  return taken
end
local places = {}
for _, rank in ipairs(RANKS) do
  local ready = key('ready' .. rank)
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', ready, '-inf', int(clock + HORIZON), 'LIMIT', 0, room - #places)) do
    places[#places + 1] = place_of(name, rank)
  end
end
while #places > 0 and room > 0 do
  local left = {}
  for _, place in ipairs(places) do
    if room > 0 and turn(place) then
      left[#left + 1] = place
    end
  end
  places = left
end
for _, host in pairs(hosts) do
  store_host(host, open_limit)
end
if #taken > 0 then
  redis.call('HSET', key('meta'), 'lease', int(last_id))
end
finish(group_limit)
return taken
