import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStage, operationsOf, type Stage } from '../../test/stage.ts'
import { type FoundPath, findPaths, type PathSearch } from './findPaths.ts'
import { ledgerMarkets } from './ledgerMarkets.ts'

const CODES = ['XLM', 'AAA', 'BBB', 'CCC', 'DDD'] as const
const ISSUED = CODES.slice(1)
const MAKERS = ['maker', 'other'] as const

/** More than the last stroop of a pool of these reserves costs. */
const PLENTY = 4n * 10n ** 18n

/** Two makers, of whom one has little room to buy, a payer with plenty of everything, and a receiver. */
function setStage(): Stage {
  const stage = createStage()
  stage.account('issuer')
  for (const name of [...MAKERS, 'payer', 'receiver']) {
    stage.account(name, { balance: name === 'payer' ? PLENTY : 10n ** 13n })
    for (const code of ISSUED)
      stage.line(name, code, {
        balance: { payer: PLENTY, receiver: 0n }[name] ?? 10n ** 12n,
        ...(name === 'other' && { limit: 10n ** 12n + 3_000n }),
      })
  }
  return stage
}

const code = fc.constantFrom(...CODES)
const anyPair = fc.tuple(code, code).filter(([a, b]) => a !== b)
const anyAmount = fc.oneof(fc.bigInt(1n, 40n), fc.bigInt(1n, 5_000n), fc.bigInt(1n, 10n ** 9n))
const anyTerm = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 5_000 }))
const anyOffer = fc.record({
  maker: fc.constantFrom(...MAKERS),
  pair: anyPair,
  amount: anyAmount,
  price: fc.tuple(anyTerm, anyTerm),
})
const anyPool = fc.record({ pair: anyPair, reserves: fc.tuple(anyAmount, anyAmount) })
const anyLedger = fc.record({
  offers: fc.array(anyOffer, { minLength: 4, maxLength: 16 }),
  pools: fc.array(anyPool, { maxLength: 5 }),
})
type AnyLedger = typeof anyLedger extends fc.Arbitrary<infer Value> ? Value : never

function fill(stage: Stage, { offers, pools }: AnyLedger): void {
  const { sell } = operationsOf(stage)
  for (const { pair, reserves } of pools) stage.pool(...pair, [...reserves, 1n])
  for (const { maker, pair, amount, price } of offers) stage.run(maker, sell(...pair, amount, price))
}

function find(
  stage: Stage,
  search: Pick<PathSearch, 'direction' | 'start' | 'amount' | 'without'>,
): readonly FoundPath[] {
  const ends = new Map(CODES.map((each) => [stage.asset(each), undefined]))
  const work = findPaths(ledgerMarkets(stage.state.fork()), { ...search, ends })
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

const codeOf = (asset: string): string => (asset === 'native' ? 'XLM' : asset.slice(0, 3))

/** What payer and receiver gain of an asset by a payment, the fee aside; then the ledger is as it was. */
function tryOut(stage: Stage, operation: Parameters<Stage['run']>[1], sent: string, received: string): unknown {
  const before = stage.state.savepoint()
  const [payer, receiver] = [stage.balance('payer', sent), stage.balance('receiver', received)]
  const { code: result } = stage.run('payer', operation)
  const fee = sent === 'XLM' ? 100n : 0n
  const done = {
    result,
    sent: payer - fee - stage.balance('payer', sent),
    received: stage.balance('receiver', received) - receiver,
  }
  stage.state.rollback(before)
  return done
}

test('property: a payment over a path that was found for what is sent brings what the path promised', () => {
  let count = 0
  fc.assert(
    fc.property(anyLedger, code, anyAmount, (ledger, from, amount) => {
      const stage = setStage()
      fill(stage, ledger)
      const { send } = operationsOf(stage)
      for (const found of find(stage, { direction: 'strictSend', start: stage.asset(from), amount })) {
        const to = codeOf(found.end)
        const payment = send('receiver', from, amount, to, found.amount, ...found.path.map(codeOf))
        const promised = { result: 'success', sent: amount, received: found.amount }
        expect(tryOut(stage, payment, from, to)).toEqual(promised)
        if (found.path.length > 0) count += 1
      }
    }),
    { numRuns: 300 },
  )
  expect(count).toBeGreaterThan(30) // over several hops
}, 60_000)

test('property: a payment over a path that was found for what arrives costs what the path promised', () => {
  let count = 0
  fc.assert(
    fc.property(anyLedger, code, anyAmount, (ledger, to, amount) => {
      const stage = setStage()
      fill(stage, ledger)
      const { receive } = operationsOf(stage)
      for (const found of find(stage, { direction: 'strictReceive', start: stage.asset(to), amount })) {
        const from = codeOf(found.end)
        const payment = receive('receiver', from, found.amount, to, amount, ...found.path.map(codeOf))
        const promised = { result: 'success', sent: found.amount, received: amount }
        expect(tryOut(stage, payment, from, to)).toEqual(promised)
        if (found.path.length > 0) count += 1
      }
    }),
    { numRuns: 300 },
  )
  expect(count).toBeGreaterThan(30)
}, 60_000)

/** Takes an account's offers out of the books. */
function cancelAll(stage: Stage, name: string): void {
  const { sell } = operationsOf(stage)
  for (const { id, selling, buying, price } of stage.state.offersOf(stage.id(name))) {
    stage.run(name, sell(codeOf(selling), codeOf(buying), 0n, [price.n, price.d], id))
  }
}

test('property: with own offers of the payer passed over, a path costs what it costs once they are gone', () => {
  let own = 0
  const withOwn = fc.tuple(anyLedger, fc.array(anyOffer, { minLength: 3, maxLength: 6 }))
  fc.assert(
    fc.property(withOwn, code, anyAmount, ([ledger, ofPayer], to, amount) => {
      const stage = setStage()
      fill(stage, ledger)
      const { receive, sell } = operationsOf(stage)
      for (const { pair, amount: sold, price } of ofPayer) stage.run('payer', sell(...pair, sold, price))
      own += stage.state.offersOf(stage.id('payer')).length
      const search = { direction: 'strictReceive', start: stage.asset(to), amount, without: stage.id('payer') } as const
      const all = find(stage, search)
      cancelAll(stage, 'payer')
      for (const found of all) {
        const from = codeOf(found.end)
        const payment = receive('receiver', from, found.amount, to, amount, ...found.path.map(codeOf))
        const promised = { result: 'success', sent: found.amount, received: amount }
        expect(tryOut(stage, payment, from, to)).toEqual(promised)
      }
    }),
    { numRuns: 100 },
  )
  expect(own).toBeGreaterThan(50)
}, 60_000)
