-- New tasks: dedupe and enqueue in one step.
-- ARGV: now or '', open-lease limit, max pages a target, max depth, max addresses of a query pattern, the inspection's
-- state or '', what other shards hold of the targets (msgpack: target to number) or '', then eight a task: bucket,
-- fingerprint, host, band, depth, target, rest of the text, query pattern or ''.
-- Returns how many were new, then the places (from 0) of those that a budget left out.
local clock = now()
local open_limit, max_pages = tonumber(ARGV[2]), tonumber(ARGV[3])
local max_depth, max_queries = tonumber(ARGV[4]), tonumber(ARGV[5])
local elsewhere = ARGV[7] ~= '' and cmsgpack.unpack(ARGV[7]) or {}
local hosts, known, budget, alike, reply = {}, {}, {}, {}, { 0 }

if state_of(ARGV[6]) == 'closed' then
  return reply
end

local function room(target)
  if not known[target] then
    local row = redis.call('HMGET', key('count:' .. target), 'known', 'budget')
    known[target], budget[target] = tonumber(row[1] or 0) + (elsewhere[target] or 0), tonumber(row[2] or max_pages)
  end
  return known[target] < budget[target]
end

-- Addresses that differ only in their query's values, or in a session's id, have a budget of their own. A pattern has its
-- host in it, so all of them stand in this shard.
local function unlike(target, pattern)
  if pattern == '' then
    return true
  end
  local name = target .. '\n' .. pattern
  alike[name] = alike[name] or tonumber(redis.call('HGET', key('queries:' .. target), pattern) or 0)
  return alike[name] < max_queries
end

local function count_pattern(target, pattern)
  if pattern ~= '' then
    alike[target .. '\n' .. pattern] = redis.call('HINCRBY', key('queries:' .. target), pattern, 1)
  end
end

for i = 8, #ARGV, 8 do
  local seen, print, name, target, pattern = key('seen:' .. ARGV[i]), ARGV[i + 1], ARGV[i + 2], ARGV[i + 5], ARGV[i + 7]
  -- What a budget leaves out is not marked as seen: it may come again by a shorter way. Sightings are counted.
  if tonumber(ARGV[i + 4]) > max_depth or not room(target) or not unlike(target, pattern) then
    if redis.call('SISMEMBER', seen, print) == 0 then
      count(target, 'capped', 1)
      reply[#reply + 1] = (i - 8) / 8
    end
  elseif redis.call('SADD', seen, print) == 1 then
    local host = hosts[name] or load_host(name)
    hosts[name] = host
    enqueue(host, ARGV[i + 3], format(target, 0, ARGV[i + 6]))
    if host.next == 0 then
      host.next = clock -- never asked: it queues up behind those that wait longer
    end
    known[target] = known[target] + 1
    count_pattern(target, pattern)
    reply[1] = reply[1] + 1
    count(target, 'known', 1)
    count(target, 'waiting', 1)
    touch(target, clock)
  end
end
for _, host in pairs(hosts) do
  store_host(host, open_limit)
end
finish()
return reply
