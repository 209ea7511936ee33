-- A worker lives: its leases last longer. ARGV: now or '', worker, lease ms. Returns how many it holds.
local expiry = int(now() + tonumber(ARGV[3]))
local held = redis.call('SMEMBERS', key('worker:' .. ARGV[2]))
for _, id in ipairs(held) do
  redis.call('ZADD', key('leases'), 'XX', expiry, id)
end
return #held
