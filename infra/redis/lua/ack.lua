-- Observations that are folded: acknowledged and removed in one step, so that the stream's length is the backlog.
-- ARGV: group, then entry ids. Returns how many were removed.
local stream = key('observations')
local removed = 0
for i = 2, #ARGV do
  redis.call('XACK', stream, ARGV[1], ARGV[i])
  removed = removed + redis.call('XDEL', stream, ARGV[i])
end
return removed
