import { systemClock } from '@sdex/primitives'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBottleneckLeases } from './bottleneckLeases.ts'
import type { LeaseRequest } from './leaseSource.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const bucket = { capacity: 101, tokenMs: 10, marginMs: 0 } // 100 a second: a batch is 10
const settings = { bucket, reserved: 0, clock: systemClock }
const request = (wanted: number): LeaseRequest => ({ wanted, atLeast: 1, reserve: 0 })
const leaseTime = (): Promise<unknown> => vi.advanceTimersByTimeAsync(9)

test('behavior: the burst is on lease from the start; then leases are 100 ms of the rate, or what is asked for', async () => {
  const leases = createBottleneckLeases(settings, () => {})
  expect([leases.leased(), leases.tokens()]).toEqual([101, 101])
  leases.spend(101)
  await vi.advanceTimersByTimeAsync(600)
  leases.lease(request(1))
  expect(leases.leased()).toBe(0) // not before Bottleneck has given it
  await leaseTime()
  expect([leases.leased(), leases.tokens()]).toEqual([10, 60])
  leases.lease(request(30))
  await leaseTime()
  expect(leases.leased()).toBe(30)
  leases.lease(request(20))
  await leaseTime()
  expect(leases.leased()).toBe(30)
  await leases.close()
})

test('behavior: no lease is given for tokens that are not there, or that a server took', async () => {
  const given: number[] = []
  const leases = createBottleneckLeases(settings, () => given.push(leases.leased()))
  leases.spend(101)
  leases.lease(request(5))
  await leaseTime()
  expect(given).toEqual([])
  await vi.advanceTimersByTimeAsync(500)
  leases.lower(3)
  leases.lease(request(50))
  await leaseTime()
  expect(given).toEqual([3])
  await leases.close()
})

test('behavior: of leases on the way one is enough', async () => {
  let given = 0
  const leases = createBottleneckLeases(settings, () => {
    given += 1
  })
  leases.spend(101)
  await vi.advanceTimersByTimeAsync(500)
  for (let count = 0; count < 20; count += 1) leases.lease(request(5))
  await leaseTime()
  expect([given, leases.leased()]).toEqual([1, 10])
  await leases.close()
})

test('behavior: a clock set back an hour does not keep leases back for an hour', async () => {
  const leases = createBottleneckLeases(settings, () => {})
  const spendAll = async (): Promise<void> => {
    leases.spend(leases.leased())
    await vi.advanceTimersByTimeAsync(600)
    leases.lease(request(1))
    await leaseTime()
  }
  await spendAll()
  vi.setSystemTime(Date.now() - 3_600_000)
  await spendAll()
  expect(leases.leased()).toBe(10)
  await leases.close()
})

test('behavior: closing in the middle of a lease ends it', async () => {
  const leases = createBottleneckLeases(settings, () => {})
  leases.spend(101)
  await vi.advanceTimersByTimeAsync(500)
  leases.lease(request(5))
  const closing = leases.close()
  await leaseTime()
  await closing
  expect(vi.getTimerCount()).toBe(0)
})
