import { poolIdPreimage } from '@sdex/matching'
import { createAsset, encodeAccountId, XLM } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createStage, MAX, operationsOf, type Stage } from '../../test/stage.ts'
import { sha256 } from '../ledger/hashing.ts'

type Market = Stage & ReturnType<typeof operationsOf>

function market(codes: readonly string[], header = {}): Market {
  const stage = createStage(header)
  stage.account('issuer')
  for (const name of ['maker', 'payer', 'friend']) {
    stage.account(name)
    for (const code of codes) stage.line(name, code, { balance: 1_000_000_000_000n })
  }
  return { ...stage, ...operationsOf(stage) }
}

/** A pool of A and B, and what a payment that sends A for B makes of it. */
function swap(
  reserves: readonly [bigint, bigint],
  kind: 'send' | 'receive',
  amount: bigint,
): { code: string; claims: readonly unknown[]; after: readonly bigint[] } {
  const stage = createStage()
  for (const name of ['issuer', 'payer']) stage.account(name)
  for (const code of ['A', 'B']) stage.line('payer', code, { balance: 10n ** 18n })
  const { send, receive } = operationsOf(stage)
  const poolId = stage.pool('A', 'B', [...reserves, 1000n])
  const body = kind === 'send' ? send('payer', 'A', amount, 'B', 1n) : receive('payer', 'A', MAX, 'B', amount)
  const { code, claims } = stage.run('payer', body)
  return { code, claims, after: stage.poolState(poolId).slice(0, 2) }
}

test('CASE 87: the fee is 30 basis points', () => {
  expect(swap([10_000n, 20_000n], 'send', 10_031n).claims).toEqual([['pool', 10_000n, 10_031n]])
  expect(swap([10_000n, 20_000n], 'receive', 10_000n).claims).toEqual([['pool', 10_000n, 10_031n]])
})

test('CASE 88: both ways at 1000 and 2000', () => {
  expect(swap([1000n, 2000n], 'send', 1003n).claims).toEqual([['pool', 999n, 1003n]])
  expect(swap([1000n, 2000n], 'send', 1004n).claims).toEqual([['pool', 1000n, 1004n]])
  expect(swap([1000n, 2000n], 'receive', 1000n).claims).toEqual([['pool', 1000n, 1004n]])
})

test('CASE 89: all but one of a reserve can be had', () => {
  expect(swap([1000n, 1000n], 'receive', 999n)).toMatchObject({
    claims: [['pool', 999n, 1_002_007n]],
    after: [1_003_007n, 1n],
  })
  expect(swap([1000n, 1000n], 'receive', 1000n).code).toBe('too_few_offers')
})

test('CASE 90: a pool that yields nothing leaves it to the book', () => {
  expect(swap([1000n, 1000n], 'send', 1n).code).toBe('too_few_offers')
})

test('CASE 91: reserves cannot exceed what the ledger can hold', () => {
  const full = [MAX - 10n, MAX - 10n] as const
  expect(swap(full, 'send', 11n).code).toBe('too_few_offers')
  expect(swap(full, 'send', 10n).claims).toEqual([['pool', 9n, 10n]])
  expect(swap(full, 'receive', 10n).code).toBe('too_few_offers')
  expect(swap(full, 'receive', 9n).claims).toEqual([['pool', 9n, 10n]])
})

test('CASE 92: large reserves', () => {
  const reserves = [1_000_000_000_000n, 500_000_000_000n] as const
  expect(swap(reserves, 'send', 1_000_000_000n).claims).toEqual([['pool', 498_003_490n, 1_000_000_000n]])
  expect(swap(reserves, 'receive', 100_000_000n).claims).toEqual([['pool', 100_000_000n, 200_641_934n]])
})

test('CASE 93: the pool is strictly better', () => {
  const stage = market(['A', 'B'])
  stage.pool('A', 'B', [1000n, 1000n, 1000n])
  const id = stage.rest('maker', { sells: 'B', buys: 'A', amount: 10n, price: [2, 1] })
  expect(stage.run('payer', stage.receive('friend', 'A', MAX, 'B', 10n)).claims).toEqual([['pool', 10n, 11n]])
  expect(stage.offer(id)?.amount).toBe(10n)
})

test('CASE 94: the pool wins a tie', () => {
  const stage = market(['A', 'B'])
  stage.pool('A', 'B', [1800n, 1000n, 1000n])
  stage.rest('maker', { sells: 'B', buys: 'A', amount: 1n, price: [1, 1] })
  stage.rest('maker', { sells: 'B', buys: 'A', amount: 9n, price: [2, 1] })
  expect(stage.run('payer', stage.receive('friend', 'A', MAX, 'B', 10n)).claims).toEqual([['pool', 10n, 19n]])
})

test('CASE 95: the book is strictly better', () => {
  const stage = market(['A', 'B'])
  const poolId = stage.pool('A', 'B', [2000n, 1000n, 1000n])
  const ids = [1, 2].map(() => stage.rest('maker', { sells: 'B', buys: 'A', amount: 5n, price: [2, 1] }))
  const done = stage.run('payer', stage.receive('friend', 'A', MAX, 'B', 10n))
  expect(done.claims).toEqual(ids.map((id) => [id, 5n, 10n]))
  expect(stage.poolState(poolId)).toEqual([2000n, 1000n, 1000n])
})

test('CASE 96: where there is a pool, an own offer is no matter', () => {
  for (const kind of ['send', 'receive'] as const) {
    const stage = market(['A', 'B'])
    const poolId = stage.pool('A', 'B', [1000n, 1000n, 1000n])
    stage.rest('payer', { sells: 'B', buys: 'A', amount: 10n, price: [1, 1] })
    const body = kind === 'send' ? stage.send('friend', 'A', 10n, 'B', 1n) : stage.receive('friend', 'A', MAX, 'B', 9n)
    expect(stage.run('payer', body).code).toBe('success')
    expect(stage.poolState(poolId)).toEqual([1010n, 991n, 1000n])
  }
})

/** A to B over `deep` offers, then B to C over a pool or an offer. */
function twoHops(deep: number, second: 'pool' | 'book', header = {}): Market {
  const stage = market(['A', 'B', 'C'], header)
  for (let at = 0; at < deep; at += 1)
    stage.rest(at % 2 === 0 ? 'maker' : 'friend', { sells: 'B', buys: 'A', amount: 1n, price: [1, 1] })
  if (second === 'pool') stage.pool('B', 'C', [1_000_000n, 1_000_000n, 1000n])
  else stage.rest('maker', { sells: 'C', buys: 'B', amount: 1000n, price: [1, 1] })
  return stage
}

test('CASE 97: all hops share one limit, in which a pool counts as one', () => {
  for (const second of ['pool', 'book'] as const) {
    const out = (deep: bigint): bigint => (second === 'pool' ? deep - 4n : deep)
    const run = (deep: number): string => {
      const stage = twoHops(deep, second)
      return stage.run('payer', stage.send('payer', 'A', BigInt(deep), 'C', out(BigInt(deep)) - 1n, 'B')).code
    }
    expect(run(999)).toBe('success')
    expect(run(1000)).toBe('op_exceeded_work_limit')
  }
})

test('CASE 98: from protocol 27 on the offers of a rejected book count too', () => {
  const run = (ledgerVersion: number, deep: number): string => {
    const stage = market(['A', 'B', 'C'], { ledgerVersion })
    for (let at = 0; at < deep; at += 1)
      stage.rest(at % 2 === 0 ? 'maker' : 'friend', { sells: 'B', buys: 'A', amount: 1n, price: [2, 1] })
    stage.pool('A', 'B', [10_000_000n, 10_000_000n, 1000n])
    stage.rest('maker', { sells: 'C', buys: 'B', amount: 1_000_000n, price: [1, 1] })
    return stage.run('payer', stage.send('payer', 'A', BigInt(deep), 'C', 1n, 'B')).code
  }
  // The book would give half for what it takes: its offers are tried, and the pool is chosen.
  expect([run(26, 998), run(27, 998)]).toEqual(['success', 'success'])
  expect([run(26, 1998), run(27, 1998)]).toEqual(['success', 'op_exceeded_work_limit'])
})

test('CASE 99: the second visit of a pool starts from what the first left', () => {
  const stage = market(['A', 'B', 'C'])
  const poolId = stage.pool('A', 'B', [1000n, 2000n, 1000n])
  stage.rest('maker', { sells: 'C', buys: 'B', amount: 1000n, price: [1, 1] })
  stage.rest('maker', { sells: 'A', buys: 'C', amount: 1000n, price: [1, 1] })
  const pay = (min: bigint): ReturnType<Stage['run']> =>
    stage.run('payer', stage.send('friend', 'A', 100n, 'B', min, 'B', 'C', 'A'))
  expect(pay(257n).code).toBe('under_destmin')
  expect(pay(256n).claims).toEqual([
    ['pool', 181n, 100n],
    [1n, 181n, 181n],
    [2n, 181n, 181n],
    ['pool', 256n, 181n],
  ])
  expect(stage.poolState(poolId)).toEqual([1281n, 1563n, 1000n])
})

/** A holder of shares of a pool of A and B. */
function holder(
  reserves: readonly [bigint, bigint, bigint],
  shares: bigint,
  terms: { readonly balance?: bigint; readonly limit?: bigint } = {},
): Market & { readonly poolId: string } {
  const stage = createStage()
  for (const name of ['issuer', 'payer']) stage.account(name)
  for (const code of ['A', 'B']) stage.line('payer', code, { balance: terms.balance ?? 1_000_000_000_000n })
  const poolId = stage.pool('A', 'B', reserves)
  stage.share('payer', poolId, shares, terms.limit)
  return { ...stage, ...operationsOf(stage), poolId }
}

test('CASE 100: the first deposit sets the price', () => {
  const { run, deposit, poolId, poolState, state, id } = holder([0n, 0n, 0n], 0n)
  expect(run('payer', deposit(poolId, 400n, 900n, [4, 9], [4, 9])).code).toBe('success')
  expect(poolState(poolId)).toEqual([400n, 900n, 600n])
  expect(state.poolShare(id('payer'), poolId)?.balance).toBe(600n)
})

test('CASE 101: a later one takes as much as the price allows', () => {
  const { run, deposit, poolId, poolState } = holder([400n, 900n, 600n], 600n)
  expect(run('payer', deposit(poolId, 101n, 151n, [3, 9], [5, 9])).code).toBe('success')
  expect(poolState(poolId)).toEqual([467n, 1050n, 700n])
})

test('CASE 102: one of the smallest against the largest price term', () => {
  const { run, deposit, poolId, poolState } = holder([0n, 0n, 0n], 0n)
  const largest = 2n ** 31n - 1n
  expect(run('payer', deposit(poolId, 1n, largest)).code).toBe('success')
  expect(poolState(poolId)).toEqual([1n, largest, 46_340n])
  expect(run('payer', deposit(poolId, 1n, largest)).code).toBe('success')
  expect(poolState(poolId)).toEqual([2n, 2n * largest, 92_680n])
})

test('CASE 103: shares beyond 64 bits on one side do not count', () => {
  const { run, deposit, withdraw, poolId, poolState, balance, state, id } = holder([900n, 400n, 600n], 600n, {
    balance: MAX - 1000n,
  })
  const before = [balance('payer', 'A'), balance('payer', 'B')] as const
  expect(run('payer', deposit(poolId, MAX - 1000n, MAX - 1000n)).code).toBe('success')
  expect(poolState(poolId)[2] - 600n).toBe(6_148_914_691_236_516_538n)
  const paid = [before[0] - balance('payer', 'A'), before[1] - balance('payer', 'B')]
  expect(paid).toEqual([9_223_372_036_854_774_807n, 4_099_276_460_824_344_359n])
  const lows = [balance('payer', 'A'), balance('payer', 'B')] as const
  expect(run('payer', withdraw(poolId, 6_148_914_691_236_516_538n)).code).toBe('success')
  const back = [balance('payer', 'A') - lows[0], balance('payer', 'B') - lows[1]]
  expect(back).toEqual([9_223_372_036_854_774_807n, 4_099_276_460_824_344_358n])
  expect(state.poolShare(id('payer'), poolId)?.balance).toBe(600n)
})

test('CASE 104: a deposit for no share at all is a bad price', () => {
  const { run, deposit, poolId, poolState } = holder([500n, 1000n, 707n], 707n)
  expect(run('payer', deposit(poolId, 100n, 1n)).code).toBe('bad_price')
  expect(run('payer', deposit(poolId, 100n, 300n)).code).toBe('success')
  expect(poolState(poolId)).toEqual([600n, 1200n, 848n])
})

test('CASE 105: the order in which a deposit fails', () => {
  const codes: string[] = []
  const stage = createStage()
  for (const name of ['issuer', 'payer']) stage.account(name)
  const { deposit } = operationsOf(stage)
  const poolId = stage.pool('A', 'B', [0n, 0n, 0n])
  const attempt = (): void => void codes.push(stage.run('payer', deposit(poolId, 400n, 900n, [1, 1], [1, 1])).code)
  attempt()
  stage.line('payer', 'A', { flags: 2 })
  stage.line('payer', 'B')
  stage.share('payer', poolId, 0n, 599n)
  attempt()
  const change = (code: string, terms: object): void => {
    const line = stage.state.trustline(stage.id('payer'), stage.asset(code))
    if (line !== undefined) stage.state.put({ ...line, ...terms })
  }
  change('A', { flags: 1, balance: 399n })
  change('B', { balance: 10_000n })
  attempt()
  change('A', { balance: 10_000n })
  attempt()
  codes.push(stage.run('payer', deposit(poolId, 400n, 900n)).code)
  expect(codes).toEqual(['no_trust', 'not_authorized', 'underfunded', 'bad_price', 'line_full'])
})

test('CASE 106: a pool can be full', () => {
  const { run, deposit, poolId } = holder([400n, 900n, 600n], 600n, { balance: MAX })
  expect(run('payer', deposit(poolId, MAX, MAX)).code).toBe('pool_full')
})

test('CASE 107: rounding favours the pool, and the last shares take everything', () => {
  const { run, withdraw, poolId, poolState } = holder([90n, 24n, 46n], 46n)
  expect(run('payer', withdraw(poolId, 2n, 3n, 1n)).code).toBe('success')
  expect(poolState(poolId)).toEqual([87n, 23n, 44n])
  expect(run('payer', withdraw(poolId, 44n, 87n, 23n)).code).toBe('success')
  expect(poolState(poolId)).toEqual([0n, 0n, 0n])
})

test('CASE 108: one of the amounts can be 0', () => {
  const { run, withdraw, poolId, poolState } = holder([1n, 10n, 3n], 3n)
  expect(run('payer', withdraw(poolId, 2n, 0n, 6n)).code).toBe('success')
  expect(poolState(poolId)).toEqual([1n, 4n, 1n])
})

test('CASE 109: less than the minimum', () => {
  const { run, withdraw, poolId } = holder([200n, 50n, 100n], 100n)
  expect(run('payer', withdraw(poolId, 100n, 201n, 0n)).code).toBe('under_minimum')
  expect(run('payer', withdraw(poolId, 100n, 0n, 51n)).code).toBe('under_minimum')
  expect(run('payer', withdraw(poolId, 100n, 200n, 50n)).code).toBe('success')
})

test("CASE 110: a full line of A comes before B's minimum", () => {
  const { run, withdraw, poolId, state, id, asset } = holder([200n, 50n, 100n], 100n)
  const line = state.trustline(id('payer'), asset('A'))
  if (line === undefined) throw new Error('A')
  state.put({ ...line, limit: line.balance + 199n })
  expect(run('payer', withdraw(poolId, 100n, 0n, 51n)).code).toBe('line_full')
})

test('CASE 111: who only keeps liabilities may withdraw, not deposit', () => {
  const { run, withdraw, deposit, poolId, state, id, asset } = holder([200n, 50n, 100n], 100n)
  for (const code of ['A', 'B']) {
    const line = state.trustline(id('payer'), asset(code))
    if (line !== undefined) state.put({ ...line, flags: 2 })
  }
  expect(run('payer', deposit(poolId, 20n, 5n)).code).toBe('not_authorized')
  expect(run('payer', withdraw(poolId, 10n)).code).toBe('success')
})

test('CASE 112: the id of a pool', () => {
  const key = Uint8Array.from({ length: 32 }, (_, at) => [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef][at % 8] ?? 0)
  const id = sha256(poolIdPreimage(XLM, createAsset('AbC', encodeAccountId(key)))).toString('hex')
  expect(id).toBe('c17f36fbd210e43dca1cda8edc5b6c0f825fcb72b39f0392fd6309844d77ff7d')
})
