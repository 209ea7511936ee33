-- Leases end without an outcome, and their tasks go back to the head of their queues.
-- ARGV: now or '', delay ms, open-lease limit, attempt cap, most leases a call, 'expired' or a worker's name after 'all:'
-- (its leases, unfetched: the attempt is not counted) or 'lost:' (it died: the attempt counts). Returns how many ended.
local clock = now()
local delay, open_limit, cap, most = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local how, whose = string.match(ARGV[6], '^(%a+):?(.*)$')

local function ending()
  if how == 'expired' then
    return redis.call('ZRANGEBYSCORE', key('leases'), '-inf', int(clock), 'LIMIT', 0, most)
  end
  local held = redis.call('SMEMBERS', key('worker:' .. whose))
  while #held > most do
    table.remove(held)
  end
  return held
end

local function release(id)
  local record = read_lease(id)
  if not record then -- the inspection was closed under it
    drop_lease(id, whose)
    return
  end
  local worker, name, band, target, attempt, rest = unpack(record)
  local host = load_host(name)
  local fetched = how ~= 'all'
  drop_lease(id, worker)
  count(target, 'leased', -1)
  open(host, -1)
  if fetched and attempt >= cap then
    local reason = how == 'lost' and 'its worker died each time' or 'its lease expired each time'
    bury(target, attempt, band, name, rest, reason, clock)
  else
    enqueue(host, band, format(target, fetched and attempt or attempt - 1, rest), true)
    count(target, 'waiting', 1)
  end
  if fetched then
    host.next = math.max(host.next, clock + (host.delay or delay))
  end
  store_host(host, open_limit)
  touch(target, clock)
end

local ids = ending()
for _, id in ipairs(ids) do
  release(id)
end
finish()
return #ids
