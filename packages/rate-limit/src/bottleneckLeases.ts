// Also for packages that reach this file by its source.
/// <reference path="./bottleneck-light.d.ts" />
import Bottleneck from 'bottleneck/light.js'
import type { LeaseRequest, LeaseSource } from './leaseSource.ts'
import type { Settings } from './settings.ts'
import { createTokenLevel } from './tokenLevel.ts'

/** How much of the rate one lease holds, in ms. */
const LEASE_MS = 100

const standing = { source: 'local', processes: 1 } as const

/**
 * Creates leases from a Bottleneck in this process. Its reservoir holds what is not on lease.
 *
 * @remarks Time belongs to the clock port: Bottleneck gets no refill interval, and with it no heartbeat timer, which would drift and tick while
 * nothing happens. What time brings, and what servers take, enters its reservoir before the next lease. What is left of its timers is
 * a delay of 0 ms, which costs a lease a turn of the event loop and decides nothing. The burst is on lease from the start.
 * @param onLease - Told when a lease has come.
 */
export function createBottleneckLeases(
  { bucket, reserved, clock }: Pick<Settings, 'bucket' | 'reserved' | 'clock'>,
  onLease: () => void,
): LeaseSource {
  const level = createTokenLevel(bucket, clock)
  const batch = Math.max(1, Math.floor(LEASE_MS / bucket.tokenMs))
  const bottleneck = new Bottleneck({ reservoir: 0 })
  let reservoir = 0 // Bottleneck's, as of the last lease
  let leased = bucket.capacity
  let isOnItsWay = false
  let lastLease: Promise<void> | undefined

  /** Not by `schedule`, which keeps a time of its own for the next job, and so would wait for a clock that was set back. */
  const take = async (tokens: number): Promise<void> => {
    isOnItsWay = true
    reservoir = await bottleneck.incrementReservoir(-tokens)
    isOnItsWay = false
    leased += tokens
    onLease()
  }
  const lease = ({ wanted }: LeaseRequest): void => {
    if (isOnItsWay || leased >= Math.max(wanted, batch)) return
    const available = level.read() - leased
    if (available < 1) return
    if (available !== reservoir) void bottleneck.incrementReservoir(available - reservoir)
    lastLease = take(Math.min(available, Math.max(wanted - leased, batch)))
  }
  return {
    standing: () => standing,
    capacity: () => bucket.capacity,
    reserved: () => reserved,
    tokens: level.read,
    leased: () => leased,
    msUntil: level.msUntil,
    spend: (tokens) => {
      level.spend(tokens)
      leased -= tokens
    },
    lease,
    spendTurn: level.spendTurn,
    lower: level.lower,
    hold: level.hold,
    close: async () => lastLease,
  }
}
