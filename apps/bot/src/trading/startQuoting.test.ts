import type { Status } from '@sdex/primitives'
import { BehaviorSubject, ReplaySubject } from 'rxjs'
import { expect, onTestFinished, test } from 'vitest'
import { ledgerView } from '../../test/fixtures/ledgerView.ts'
import { parseConfig } from '../config/readConfig.ts'
import { createTally } from '../report/tally.ts'
import type { Change, LedgerView } from '../strategy/types.ts'
import type { BotEvent } from '../view/botEvent.ts'
import { createSender } from './createSender.ts'
import type { SettledTransaction } from './exchange.ts'
import { startQuoting } from './startQuoting.ts'

const config = parseConfig(
  'test.yaml',
  `version: 1
pair: { base: XLM, quote: USD }
feeds: { fix: { type: fixed, price: 0.1 } }
strategy: { type: buysell, feed: fix, amountOfBase: 10, levels: [{ spread: 0.01, amount: 1 }] }
`,
)

const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function setUp() {
  const view$ = new ReplaySubject<LedgerView>(1)
  const status$ = new BehaviorSubject<Status>({ state: 'live' })
  const sent: { changes: readonly Change[]; settle: (settled: Partial<SettledTransaction>) => Promise<void> }[] = []
  const events: BotEvent[] = []
  const errors: unknown[] = []
  const apply = (changes: readonly Change[]): Promise<SettledTransaction> =>
    new Promise((resolve) => {
      const settle = async (settled: Partial<SettledTransaction>): Promise<void> => {
        resolve({
          ...{ status: 'applied', hash: 'h', ledger: 1, elapsedMs: 1, acceptedMs: 1, reason: undefined },
          ...settled,
        })
        await flush()
      }
      sent.push({ changes, settle })
    })
  const emit = (event: BotEvent): void => void events.push(event)
  const sender = createSender({ exchange: { apply }, emit, tally: createTally() })
  const exchange = { view$, status$ }
  const quoting = startQuoting({ exchange, sender, config, emit, onError: (error) => errors.push(error) })
  onTestFinished(() => quoting.stop())
  const close = (ledger: number): void => view$.next(ledgerView({ ledger }))
  const told = () => events.flatMap((event) => (event.type === 'ledger' ? [event.view.ledger] : []))
  return { close, status$, sent, events, errors, quoting, told }
}

test('behavior: one transaction at a time, and the ledger that came in the meantime is decided upon once it has settled', async () => {
  const { close, sent, told } = setUp()
  close(10)
  close(11)
  expect(sent).toHaveLength(1)
  await sent[0]?.settle({ ledger: 11 })
  expect(sent).toHaveLength(2)
  expect(told()).toEqual([10, 11, 11]) // first told alone, then with its decision
})

test('behavior: a settlement of a later ledger than the view waits for that ledger', async () => {
  const { close, sent } = setUp()
  close(10)
  close(11)
  await sent[0]?.settle({ ledger: 12 })
  expect(sent).toHaveLength(1)
  close(12)
  expect(sent).toHaveLength(2)
})

test('behavior: refusals in a row pause for 2, 4, ... ledgers, a success ends that', async () => {
  const { close, sent } = setUp()
  close(10)
  await sent[0]?.settle({ status: 'failed', ledger: 11 })
  close(11)
  expect(sent).toHaveLength(1)
  close(12)
  expect(sent).toHaveLength(2)
  await sent[1]?.settle({ status: 'rejected', ledger: undefined })
  close(15)
  expect(sent).toHaveLength(2)
  close(16)
  await sent[2]?.settle({ ledger: 17 })
  close(17)
  expect(sent).toHaveLength(4)
})

test('behavior: nothing is decided while the connection is not live, nor after stop()', () => {
  const { close, status$, sent, quoting } = setUp()
  status$.next({ state: 'reconnecting', reason: 'gone', sinceMs: 0 })
  close(10)
  expect(sent).toHaveLength(0)
  status$.next({ state: 'live' })
  expect(sent).toHaveLength(1)
  quoting.stop()
  close(11)
  expect(sent).toHaveLength(1)
})

test('behavior: what settles after stop() leads to no further decision', async () => {
  const { close, sent, quoting } = setUp()
  close(10)
  close(11)
  quoting.stop()
  await sent[0]?.settle({ ledger: 11 })
  expect(sent).toHaveLength(1)
})
