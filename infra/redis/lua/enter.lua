-- Decisions come into the review log behind the row that their writer saw as its last: rows name the hash of the row
-- before them, so of two writers at once the second has to look again.
-- ARGV: rows the writer saw, the last of them ('' for none), the new end of the log, how many rows, the rows, then the
-- targets to score anew. Returns 1, or 0 when the log has grown since.
local log = key('reviews')
local seen = tonumber(ARGV[1])
if redis.call('LLEN', log) ~= seen or (redis.call('LINDEX', log, -1) or '') ~= ARGV[2] then
  return 0
end
local rows = tonumber(ARGV[4])
for i = 5, 4 + rows do
  redis.call('RPUSH', log, ARGV[i])
end
redis.call('SET', key('reviews-head'), ARGV[3])
for i = 5 + rows, #ARGV do
  redis.call('SADD', key('dirty'), ARGV[i])
end
return 1
