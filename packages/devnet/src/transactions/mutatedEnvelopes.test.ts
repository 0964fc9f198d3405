import { Buffer } from 'node:buffer'
import { seededRandom } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { scenarios } from '../../test/scenarios.ts'
import { conservationFaults, faultsOf } from '../../test/soundState.ts'
import { sha256 } from '../ledger/hashing.ts'
import type { LedgerState } from '../ledger/state.ts'
import { replayScenario } from '../replay/replayScenario.ts'
import type { Scenario } from '../replay/scenario.ts'
import { checkTransaction } from './check.ts'
import { applyLedger } from './closeLedger.ts'
import { createKeyRing } from './keyRing.ts'
import { decodeTransaction, type Network } from './signedTransaction.ts'

/** 10,000 in every run of the tests; the long form takes as many as SDEX_MUTATIONS says. */
const MUTATIONS = Number(process.env['SDEX_MUTATIONS'] ?? 10_000)
const random = seededRandom(20_261_125)
const below = (limit: number): number => Math.floor(random() * limit)

/** Numbers at which arithmetic breaks. */
const EXTREMES = [
  '0000000000000000',
  'ffffffffffffffff',
  '7fffffffffffffff',
  '8000000000000000',
  '0000000000000001',
  '000000007fffffff',
]

function mutate(envelope: Buffer, other: Buffer): Buffer {
  const bytes = Buffer.from(envelope)
  for (let rounds = 1 + below(3); rounds > 0; rounds -= 1) {
    const at = below(bytes.length / 4) * 4
    switch (below(6)) {
      case 0:
        bytes[below(bytes.length)] = below(256)
        break
      case 1:
        Buffer.from(EXTREMES[below(EXTREMES.length)] ?? '', 'hex').copy(bytes, at)
        break
      case 2:
        bytes.writeInt32BE(below(30), Math.min(at, bytes.length - 4))
        break
      case 3:
        other.subarray(at, at + 4 * (1 + below(12))).copy(bytes, at)
        break
      case 4:
        return Buffer.concat([bytes.subarray(0, at), other.subarray(at)])
      default:
        return bytes.subarray(0, at)
    }
  }
  return bytes
}

/** Signatures are not looked at, or every mutation would end at the first one. */
function networkOf({ passphrase }: Scenario): Network {
  return { networkId: sha256(Buffer.from(passphrase)), keyRing: { ...createKeyRing(), verify: () => true } }
}

/** Checks one envelope and applies it to a fork; what it came to, or what was wrong with that. */
function tryEnvelope(
  state: LedgerState,
  envelope: Buffer,
  network: Network,
): { readonly end: string; readonly faults: readonly string[] } {
  const transaction = decodeTransaction(envelope.toString('base64'), network)
  if (transaction === undefined) return { end: 'unreadable', faults: [] }
  const before = state.snapshot()
  const refusal = checkTransaction(state, transaction, { type: 'queue', lowerMargin: 0, upperMargin: 10 })
  const fork = state.fork()
  const [applied] = applyLedger(fork, {
    transactions: [transaction],
    closeTime: state.header.closeTime + 5,
    baseFeeOf: () => 100n,
  })
  if (applied === undefined || state.snapshot() !== before)
    return { end: 'lost', faults: ['the state that was forked has changed'] }
  const faults = transaction.fee < 0n ? [] : [...faultsOf(fork), ...conservationFaults(applied)]
  return { end: applied.isSuccessful ? 'success' : refusal === undefined ? 'failure' : 'refusal', faults }
}

test(`property: ${MUTATIONS} mutated envelopes are read or not, refused, fail or succeed; none breaks the ledger`, {
  timeout: 60_000 + MUTATIONS * 10,
}, () => {
  const ends = new Map<string, number>()
  const faults: string[] = []
  const each = Math.ceil(MUTATIONS / scenarios.length)
  for (const scenario of scenarios) {
    const network = networkOf(scenario)
    const envelopes = scenario.ledgers.flatMap(({ txs }) => txs.map(({ envelope }) => Buffer.from(envelope, 'base64')))
    const every = Math.max(1, Math.floor(envelopes.length / 10))
    let [seen, tried] = [0, 0]
    replayScenario(scenario, {
      onTransaction: (state) => {
        seen += 1
        if (seen % every !== 0) return
        const next = Math.min(each - tried, Math.ceil(each / 10))
        for (let count = 0; count < next; count += 1) {
          // Mostly transactions that come soon, so that sequence numbers are right.
          const envelope = envelopes[Math.min(seen + below(4), envelopes.length - 1)] ?? Buffer.alloc(0)
          const mutated = mutate(envelope, envelopes[below(envelopes.length)] ?? envelope)
          const done = tryEnvelope(state.fork(), mutated, network)
          ends.set(done.end, (ends.get(done.end) ?? 0) + 1)
          faults.push(...done.faults.map((fault) => `${scenario.name}: ${fault}: ${mutated.toString('base64')}`))
        }
        tried += next
      },
    })
  }
  expect(faults.slice(0, 3)).toEqual([])
  expect([...ends.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(MUTATIONS * 0.9)
  // Each kind of end was reached often: the mutations go deep enough to mean something.
  for (const end of ['unreadable', 'refusal', 'failure', 'success'])
    expect(ends.get(end)).toBeGreaterThan(MUTATIONS / 200)
})

test('error: what is no envelope is not read', () => {
  const [scenario] = scenarios as [Scenario]
  const network = networkOf(scenario)
  const envelope = scenario.ledgers.flatMap(({ txs }) => txs)[0]?.envelope ?? ''
  expect(decodeTransaction(envelope, network)).toBeDefined()
  const long = Buffer.concat([Buffer.from(envelope, 'base64'), Buffer.alloc(1_000_000)]).toString('base64')
  const bytes = Buffer.from(envelope, 'base64')
  const deep = Buffer.concat([Buffer.from('0000000500000000', 'hex'), Buffer.alloc(1_000_000, 1)]).toString('base64')
  for (const bad of ['', 'AAAA', ' ', `${envelope}AAAA`, envelope.slice(4), '{}', long, deep, bytes.toString('hex')]) {
    expect(decodeTransaction(bad, network)).toBeUndefined()
  }
})

test('error: the signature of another network is none', () => {
  const [scenario] = scenarios as [Scenario]
  const other = { networkId: sha256(Buffer.from('another network')), keyRing: createKeyRing() }
  const transaction = decodeTransaction(scenario.ledgers.flatMap(({ txs }) => txs)[0]?.envelope ?? '', other)
  let code: number | undefined
  replayScenario(
    { ...scenario, ledgers: scenario.ledgers.slice(0, 1) },
    {
      onTransaction: (state) => {
        if (transaction === undefined || code !== undefined) return
        const fork = state.fork()
        const account = fork.account(transaction.source)
        if (account !== undefined) fork.put({ ...account, sequence: transaction.sequence - 1n })
        const refusal = checkTransaction(fork, transaction, { type: 'queue', lowerMargin: 0, upperMargin: 10 })
        code = refusal?.readInt32BE(8)
      },
    },
  )
  expect(code).toBe(-6)
})
