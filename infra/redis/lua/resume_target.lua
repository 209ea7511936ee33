-- A paused target goes on: tasks that were put aside return to the head of their queues, in their old order.
-- ARGV: now or '', open-lease limit, target, most a call. Returns how many returned; call again while it is the most.
local clock = now()
local open_limit, target = tonumber(ARGV[2]), ARGV[3]
local returned = 0
redis.call('SREM', key('held'), target)
for _ = 1, tonumber(ARGV[4]) do
  local packed = redis.call('RPOP', key('parked:' .. target))
  if not packed then
    break
  end
  local name, band, text = unpack(cmsgpack.unpack(packed))
  local host = load_host(name)
  enqueue(host, band, text, true)
  store_host(host, open_limit)
  returned = returned + 1
end
touch(target, clock)
finish()
return returned
