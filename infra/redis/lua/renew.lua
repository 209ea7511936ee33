-- A worker lives: the leases it names last longer, if they are still its own. A lease that it does not name expires: the
-- reply that handed it out was lost. ARGV: now or '', worker, lease ms, then lease ids. Returns how many were renewed.
local expiry = int(now() + tonumber(ARGV[3]))
local mine = key('worker:' .. ARGV[2])
local renewed = 0
for i = 4, #ARGV do
  if redis.call('SISMEMBER', mine, ARGV[i]) == 1 then
    redis.call('ZADD', key('leases'), 'XX', expiry, ARGV[i])
    renewed = renewed + 1
  end
end
return renewed
