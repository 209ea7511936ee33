-- Outcomes of leases. Only the worker that holds a lease may settle it; a second settling finds nothing.
-- ARGV: now or '', worker, delay ms, open-lease limit, attempt cap, then seven a settlement: lease, result, status,
-- latency ms, retry-after ms, reason, address group or ''. Returns how many were accepted.
local clock = now()
local worker = ARGV[2]
local default_delay, open_limit, cap = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local accepted = 0

-- Up to a quarter longer, so that hosts that failed together are not asked together. Lua's own random numbers start
-- anew in every script; a lease's number and the clock serve better.
local function jitter(wait, id)
  return wait * (1 + (tonumber(id) % 1000 * 7919 + clock) % 1000 / 4000)
end

-- Milliseconds until the host may be asked again. It asks for quiet: 429, 503, 521 or a Retry-After; then the wait is
-- five delays, doubled for each time in a row, up to ten minutes, and never less than it asked for (up to an hour).
-- It fails: a delay, doubled up to 32 times. It answers: a delay, and half of its failures are forgiven; also when the
-- answer is looked at again, for a site with a hundred dead links is up.
local QUIET = { ['412'] = true, ['429'] = true, ['503'] = true, ['521'] = true }
local NOT_NOW = { ['408'] = true, ['425'] = true }
local function pause_of(host, result, status, retry_after, id)
  local delay = host.delay or default_delay
  if QUIET[status] or retry_after > 0 then
    host.streak = host.streak + 1
    local wait = math.min(delay * 5 * 2 ^ math.min(host.streak - 1, 20), 600000)
    return jitter(math.max(wait, math.min(retry_after, 3600000)), id)
  end
  if status == '0' or tonumber(status) >= 500 or (result == 'retry' and NOT_NOW[status]) then
    host.streak = host.streak + 1
    return jitter(delay * 2 ^ math.min(host.streak - 1, 5), id)
  end
  host.streak = math.floor(host.streak / 2)
  return delay
end

-- A host that failed so often in a row is given up: its queue turns into dead letters, which the operator sees and can
-- retry. Otherwise a site that dies midway would hold the inspection for days.
local GIVE_UP = 60
local BURIED_A_CALL = 500
local function give_up(host)
  local reason = 'its host failed ' .. host.streak .. ' times in a row'
  for _ = 1, BURIED_A_CALL do
    local text, band = dequeue(host)
    if not text then
      return
    end
    local target, attempts, rest = parse(text)
    count(target, 'waiting', -1)
    bury(target, tonumber(attempts) or 0, band, host.name, rest, reason, clock)
    touch(target, clock)
  end
end

-- The host goes with the others of the group from here on, with what it has under way.
local function join(host)
  local group = load_group(host.place)
  redis.call('ZREM', ready_of(host), host.name)
  host.group = host.place
  group.open = group.open + host.open
  redis.call('HSET', key('host:' .. host.name), 'group', host.group)
end

local function leave(host)
  local group = load_group(host.group)
  redis.call('ZREM', ready_of(host), host.name)
  group.open = group.open - host.open
  host.group = ''
  redis.call('HSET', key('host:' .. host.name), 'group', '')
end

-- The host was reached at an address. A second host there makes the two a group; one alone has no need of it.
local function learn(host, place)
  if host.group ~= '' then
    leave(host)
  end
  host.place = place
  redis.call('HSET', key('host:' .. host.name), 'place', place)
  local first = redis.call('HGET', key('group:' .. place), 'first')
  if first == '' then
    return join(host)
  end
  local other = first and first ~= host.name and load_host(first)
  if not other or other.place ~= place then
    redis.call('HSET', key('group:' .. place), 'first', host.name)
    return
  end
  redis.call('HSET', key('group:' .. place), 'first', '')
  join(other)
  store_host(other, open_limit)
  join(host)
end

local function settle(id, record, outcome)
  local result, status, latency, retry_after, reason, place = unpack(outcome)
  local _, name, band, target, attempt, rest = unpack(record)
  local host = load_host(name)
  local again = result == 'returned' or (result == 'retry' and attempt < cap)
  drop_lease(id, worker)
  count(target, 'leased', -1)
  open(host, -1)
  if again then
    local returned = result == 'returned'
    enqueue(host, band, format(target, returned and attempt - 1 or attempt, rest), returned)
    count(target, 'waiting', 1)
  elseif result == 'retry' then
    bury(target, attempt, band, name, rest, reason, clock)
  else
    count(target, result, 1)
  end
  if result ~= 'returned' then
    if place ~= '' and place ~= host.place then
      learn(host, place)
    end
    latency, retry_after = tonumber(latency), tonumber(retry_after)
    host.latency = host.latency == 0 and latency or (host.latency * 7 + latency) / 8
    host.next = math.max(host.next, clock + pause_of(host, result, status, retry_after, id))
    if host.streak >= GIVE_UP then
      give_up(host)
    end
  elseif latency ~= '0' then -- it was asked all the same
    host.next = math.max(host.next, clock + (host.delay or default_delay))
  end
  store_host(host, open_limit)
  touch(target, clock)
end

for i = 6, #ARGV, 7 do
  local id = ARGV[i]
  local record = read_lease(id)
  if record and record[1] == worker then
    settle(id, record, { unpack(ARGV, i + 1, i + 6) })
    accepted = accepted + 1
  end
end
finish()
return accepted
