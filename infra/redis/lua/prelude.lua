-- Stands before every script. KEYS[1] is the prefix of one inspection with its hash tag; ARGV[1] of the frontier's
-- scripts is the clock in milliseconds, or '' for the server's own.

local prefix = KEYS[1]
local BANDS = 7 -- 0 home, 1 column and feed, 2 recent article, 3 older article, 4 archived, 5 attachment, 6 outside

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

-- Counters are changed here only: for a target and for the whole, in the same step.
local function count(target, field, by)
  redis.call('HINCRBY', key('count:' .. target), field, by)
  redis.call('HINCRBY', key('counts'), field, by)
end

local function touch(target, clock)
  redis.call('ZADD', key('changed'), int(clock), target)
end

-- A host: open leases, tasks in its queues, when it may be asked next, failures in a row, smoothed latency in ms.
local function load_host(name)
  local row = redis.call('HMGET', key('host:' .. name), 'open', 'waiting', 'next', 'streak', 'latency')
  return {
    name = name,
    open = tonumber(row[1] or 0),
    waiting = tonumber(row[2] or 0),
    next = tonumber(row[3] or 0),
    streak = tonumber(row[4] or 0),
    latency = tonumber(row[5] or 0),
  }
end

-- Writes the host back and gives it a place among the ready ones, or takes it away.
local function store_host(host, limit)
  redis.call('HSET', key('host:' .. host.name), 'open', host.open, 'waiting', host.waiting,
    'next', int(host.next), 'streak', host.streak, 'latency', int(host.latency))
  if host.waiting > 0 and host.open < limit then
    redis.call('ZADD', key('ready'), int(host.next), host.name)
  else
    redis.call('ZREM', key('ready'), host.name)
  end
end

-- Puts a task into its host's queue, at the end or (first) at the head.
local function enqueue(host, band, text, first)
  redis.call(first and 'LPUSH' or 'RPUSH', key('q:' .. band .. ':' .. host.name), text)
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
