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
 * nothing happens. What time brings, and what servers take, enters its reservoir before the next lease. What is left of its timers are
 * delays of 0 ms, which cost a lease a few turns of the event loop and decide nothing. The burst is on lease from the start.
 * @param onLease - Told when a lease has come.
 */
export function createBottleneckLeases(
  { bucket, reserved, clock }: Pick<Settings, 'bucket' | 'reserved' | 'clock'>,
  onLease: () => void,
): LeaseSource {
  const level = createTokenLevel(bucket, clock)
  const batch = Math.max(1, Math.floor(LEASE_MS / bucket.tokenMs))
  const bottleneck = new Bottleneck({ reservoir: 0 })
  let reservoir = 0 // what Bottleneck's will be once it has done what it was told
  let leased = bucket.capacity
  let onTheirWay = 0

  const settle = (tokens: number): void => {
    leased += tokens
    onTheirWay = 0
  }
  const take = async (tokens: number): Promise<void> => {
    try {
      await bottleneck.schedule({ weight: tokens }, async () => {})
    } catch {
      return settle(0) // it was stopped
    }
    settle(tokens)
    onLease()
  }
  const lease = ({ wanted }: LeaseRequest): void => {
    if (onTheirWay > 0 || leased >= Math.max(wanted, batch)) return
    const available = level.read() - leased
    if (available < 1) return
    if (available !== reservoir) void bottleneck.incrementReservoir(available - reservoir)
    onTheirWay = Math.min(available, Math.max(wanted - leased, batch))
    reservoir = available - onTheirWay
    void take(onTheirWay)
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
    close: async () => {
      await bottleneck.stop({ dropWaitingJobs: true })
    },
  }
}
