-- An inspection changes its state, if it may, and leaves an audit line.
-- ARGV: now or '', new state, stamp field or '', audit line, then the states from which it may.
-- Returns the state before; nothing changed when that is not among them.
local meta = key('meta')
local before = redis.call('HGET', meta, 'state') or ''
for i = 5, #ARGV do
  if ARGV[i] == before then
    redis.call('HSET', meta, 'state', ARGV[2])
    if ARGV[3] ~= '' then
      redis.call('HSET', meta, ARGV[3], int(now()))
    end
    redis.call('RPUSH', key('audit'), ARGV[4])
    return before
  end
end
return before
