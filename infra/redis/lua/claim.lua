-- A worker takes up to `room` tasks: hosts in order of next-allowed time, within a host by band, then age.
-- ARGV: now or '', worker, room, delay ms, open-lease limit, lease ms, backlog limit, attempt cap.
-- Returns a flat list, five a lease: id, attempt, host, target, rest of the text.
local clock = now()
local worker, room = ARGV[2], tonumber(ARGV[3])
local delay, open_limit, lease_ms = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local cap = tonumber(ARGV[8])
local taken = {}

if room <= 0 or redis.call('HGET', key('meta'), 'state') ~= 'running' then
  return taken
end
if redis.call('XLEN', key('observations')) > tonumber(ARGV[7]) then
  return taken
end

local PARKED_A_CALL = 1000
-- A host whose delay is shorter than the time between two claims hands out several tasks at once, up to this many
-- milliseconds ahead of its time; its rate stays what it is.
local HORIZON = delay < 100 and 100 or 0
-- Failures in a row after which a task is handed out as on its last attempt: on a host that does not answer, each task
-- is tried once, not three times.
local HOPELESS = 5
local parking = redis.call('SCARD', key('held')) > 0
local parked = 0

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

local function lease(host, task)
  local id = int(redis.call('HINCRBY', key('meta'), 'lease', 1))
  local attempt = task.attempts + 1
  host.open = host.open + 1
  host.next = math.max(host.next, clock) + delay
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

-- Rounds over the ready hosts, one task a host and round, while a host's time lies within the horizon.
local hosts = {}
for i, name in ipairs(redis.call('ZRANGEBYSCORE', key('ready'), '-inf', int(clock + HORIZON), 'LIMIT', 0, room)) do
  hosts[i] = load_host(name)
end
local before
repeat
  before = room
  for _, host in ipairs(hosts) do
    if room > 0 and host.open < open_limit and host.next <= clock + HORIZON then
      local task = next_task(host)
      if task then
        lease(host, task)
      end
    end
  end
until room == before
for _, host in ipairs(hosts) do
  store_host(host, open_limit)
end
return taken
