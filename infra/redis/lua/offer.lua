-- New tasks: dedupe and enqueue in one step.
-- ARGV: now or '', open-lease limit, max pages a target, max depth, then seven a task: bucket, fingerprint, host, band,
-- depth, target, rest of the text. Returns how many were new.
local clock = now()
local open_limit, max_pages, max_depth = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local hosts, known, added = {}, {}, 0

if redis.call('HGET', key('meta'), 'state') == 'closed' then
  return 0
end

local function room(target)
  known[target] = known[target] or tonumber(redis.call('HGET', key('count:' .. target), 'known') or 0)
  return known[target] < max_pages
end

for i = 5, #ARGV, 7 do
  local seen, print, name, target = key('seen:' .. ARGV[i]), ARGV[i + 1], ARGV[i + 2], ARGV[i + 5]
  -- What a budget leaves out is not marked as seen: it may come again by a shorter way. Sightings are counted.
  if tonumber(ARGV[i + 4]) > max_depth or not room(target) then
    if redis.call('SISMEMBER', seen, print) == 0 then
      count(target, 'capped', 1)
    end
  elseif redis.call('SADD', seen, print) == 1 then
    local host = hosts[name] or load_host(name)
    hosts[name] = host
    enqueue(host, ARGV[i + 3], format(target, 0, ARGV[i + 6]))
    if host.next == 0 then
      host.next = clock -- never asked: it queues up behind those that wait longer
    end
    known[target] = known[target] + 1
    added = added + 1
    count(target, 'known', 1)
    count(target, 'waiting', 1)
    touch(target, clock)
  end
end
for _, host in pairs(hosts) do
  store_host(host, open_limit)
end
finish()
return added
