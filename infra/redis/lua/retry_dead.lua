-- Dead letters wait again, with all their attempts but one: the ledger keeps what opens only from a second attempt on,
-- and must learn that this one does. ARGV: now or '', open-lease limit, letters to look at, then the chosen ones as
-- they lie in the list; none chosen: all. A letter that is not chosen goes to the end, so that looking at all of them
-- once leaves their order. Returns how many wait again, and how many were looked at.
local clock = now()
local open_limit = tonumber(ARGV[2])
local chosen
for i = 4, #ARGV do
  chosen = chosen or {}
  chosen[ARGV[i]] = true
end
local retried, looked = 0, 0
for _ = 1, tonumber(ARGV[3]) do
  local packed = redis.call('LPOP', key('dead'))
  if not packed then
    break
  end
  looked = looked + 1
  if chosen and not chosen[packed] then
    redis.call('RPUSH', key('dead'), packed)
  else
    local target, _, band, name, rest = unpack(cmsgpack.unpack(packed))
    local host = load_host(name)
    host.streak = 0 -- the operator believes in it
    enqueue(host, band, format(target, 1, rest))
    store_host(host, open_limit)
    count(target, 'failed', -1)
    count(target, 'dead', -1)
    count(target, 'waiting', 1)
    touch(target, clock)
    retried = retried + 1
  end
end
finish()
return { retried, looked }
