-- Stands before every script. KEYS[1] is the prefix of one inspection with its hash tag; ARGV[1] of the frontier's
-- scripts is the clock in milliseconds, or '' for the server's own.

local prefix = KEYS[1]
local BANDS = 7 -- 0 home, 1 column and feed, 2 recent article, 3 older article, 4 archived, 5 attachment, 6 outside
-- link or picture

local function key(name)
  return prefix .. name
end

local function int(number)
  return string.format('%.0f', number)
end

local function now()
  if ARGV[1] ~= '' then
    return tonumber(ARGV[1])
  end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The inspection's state: as the caller read it, where the frontier's shards stand in other slots than the inspection.
local function state_of(told)
  return told ~= '' and told or redis.call('HGET', key('meta'), 'state')
end

-- Counters are changed here only: for a target and for the whole, in the same step, which is when a script ends.
local sums, touched = {}, {}
local function count(target, field, by)
  local mine = sums[target] or {}
  sums[target] = mine
  mine[field] = (mine[field] or 0) + by
end

local function touch(target, clock)
  touched[target] = clock
end

local function store_counts()
  local whole = {}
  for target, fields in pairs(sums) do
    for field, by in pairs(fields) do
      redis.call('HINCRBY', key('count:' .. target), field, by)
      whole[field] = (whole[field] or 0) + by
    end
  end
  for field, by in pairs(whole) do
    redis.call('HINCRBY', key('counts'), field, by)
  end
  for target, clock in pairs(touched) do
    redis.call('ZADD', key('changed'), int(clock), target)
  end
end

-- A host: open leases, tasks in its queues, when it may be asked next, failures in a row, smoothed latency in ms, the
-- address it was last reached at, the same again once it shares that address with others ('' before), and what an operator
-- set: a delay of its own, and its turn ('-first', '' or '-last').
local function load_host(name)
  local row = redis.call('HMGET', key('host:' .. name), 'open', 'waiting', 'next', 'streak', 'latency',
    'place', 'group', 'delay', 'rank')
  return {
    name = name,
    open = tonumber(row[1] or 0),
    waiting = tonumber(row[2] or 0),
    next = tonumber(row[3] or 0),
    streak = tonumber(row[4] or 0),
    latency = tonumber(row[5] or 0),
    place = row[6] or '',
    group = row[7] or '',
    delay = tonumber(row[8]), -- nil for none
    rank = row[9] or '',
  }
end

-- A group of hosts behind one address: open leases of all, and when the next of them may be asked. Loaded once a call.
local groups = {}
local function load_group(name)
  if not groups[name] then
    local row = redis.call('HMGET', key('group:' .. name), 'open', 'next', 'ranked')
    groups[name] = { name = name, open = tonumber(row[1] or 0), next = tonumber(row[2] or 0), ranked = row[3] or '' }
  end
  return groups[name]
end

-- Leases of a host begin or end: it and its group have so many more under way.
local function open(host, by)
  host.open = host.open + by
  if host.group ~= '' then
    local group = load_group(host.group)
    group.open = group.open + by
  end
end

-- The hosts that may be asked, from when on: a set for each turn; those of a group wait in sets of its own.
local RANKS = { '-first', '', '-last' }
local function ready_of(host)
  local name = 'ready' .. host.rank
  if host.group == '' then
    return key(name)
  end
  local group = load_group(host.group)
  if host.rank ~= '' then
    group.ranked = '1'
  end
  return key(name .. ':' .. group.name)
end

-- Writes the host back and gives it a place among the ready ones (of its group, if it has one), or takes it away.
local function store_host(host, limit)
  redis.call('HSET', key('host:' .. host.name), 'open', host.open, 'waiting', host.waiting,
    'next', int(host.next), 'streak', host.streak, 'latency', int(host.latency))
  local ready = ready_of(host)
  if host.waiting > 0 and host.open < limit then
    redis.call('ZADD', ready, int(host.next), host.name)
  else
    redis.call('ZREM', ready, host.name)
  end
end

-- A group stands among the ready as '@' and its name (no host has an '@') while one of its hosts does, from the later of
-- both times. A full group keeps its place until a claim, which knows the limit, meets it there; a lease that ends gives
-- the place back.
local function place_group(group, rank, limit)
  local first = redis.call('ZRANGE', key('ready' .. rank .. ':' .. group.name), 0, 0, 'WITHSCORES')
  if first[1] and (not limit or group.open < limit) then
    redis.call('ZADD', key('ready' .. rank), int(math.max(group.next, tonumber(first[2]))), '@' .. group.name)
  else
    redis.call('ZREM', key('ready' .. rank), '@' .. group.name)
  end
end

local function store_groups(limit)
  for name, group in pairs(groups) do
    redis.call('HSET', key('group:' .. name), 'open', group.open, 'next', int(group.next), 'ranked', group.ranked)
    for _, rank in ipairs(group.ranked ~= '' and RANKS or { '' }) do
      place_group(group, rank, limit)
    end
  end
end

-- Puts a task into its host's queue, at the end or (first) at the head. A band past those above is a foreign spider's,
-- any number; which of them a host has stands in a set of their own.
local function enqueue(host, band, text, first)
  band = tonumber(band)
  redis.call(first and 'LPUSH' or 'RPUSH', key('q:' .. int(band) .. ':' .. host.name), text)
  if band >= BANDS then
    redis.call('ZADD', key('bands:' .. host.name), int(band), int(band))
  end
  host.waiting = host.waiting + 1
end

-- Takes the next task of a host: by band, then age. Gives nothing when its queues are empty.
local function dequeue(host)
  for band = 0, BANDS - 1 do
    local text = redis.call('LPOP', key('q:' .. band .. ':' .. host.name))
    if text then
      host.waiting = host.waiting - 1
      return text, band
    end
  end
  local bands = key('bands:' .. host.name)
  local first = redis.call('ZRANGE', bands, 0, 0)[1]
  while first do
    local text = redis.call('LPOP', key('q:' .. first .. ':' .. host.name))
    if text then
      host.waiting = host.waiting - 1
      return text, tonumber(first)
    end
    redis.call('ZREM', bands, first)
    first = redis.call('ZRANGE', bands, 0, 0)[1]
  end
end

-- A waiting task is text: target, attempts made (empty for none), then what only workers read; one line each.
local function parse(text)
  return string.match(text, '^([^\n]*)\n(%d*)\n(.*)$')
end

local function format(target, attempts, rest)
  return target .. '\n' .. (attempts > 0 and attempts or '') .. '\n' .. rest
end

-- A lease's record: worker, host, band, target, attempt, rest of the task's text.
local function read_lease(id)
  local packed = redis.call('HGET', key('leased'), id)
  return packed and cmsgpack.unpack(packed)
end

-- The lease ends; its task is in nobody's hands until the caller puts it somewhere.
local function drop_lease(id, worker)
  redis.call('ZREM', key('leases'), id)
  redis.call('HDEL', key('leased'), id)
  redis.call('SREM', key('worker:' .. worker), id)
end

local function bury(target, attempts, band, host, rest, reason, clock)
  redis.call('RPUSH', key('dead'), cmsgpack.pack({ target, attempts, band, host, rest, reason, clock }))
  count(target, 'failed', 1)
  count(target, 'dead', 1)
end

-- Ends every script that changes hosts or counters. The limit of a group's open leases, where it is known.
local function finish(group_limit)
  store_counts()
  store_groups(group_limit)
end
