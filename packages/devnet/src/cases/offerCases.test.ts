import { expect, test } from 'vitest'
import { createStage, MAX, operationsOf, type Stage } from '../../test/stage.ts'

const RESERVE = 5_000_000n
const FEE = 100n

/** Accounts with lines full of both assets, W and S; the maker's offers come to meet the taker. */
function market(...extra: readonly string[]): Stage & ReturnType<typeof operationsOf> {
  const stage = createStage()
  stage.account('issuer')
  for (const name of ['maker', 'other', 'taker', ...extra]) {
    stage.account(name)
    for (const code of ['W', 'S']) stage.line(name, code, { balance: 100_000_000_000n })
  }
  return { ...stage, ...operationsOf(stage) }
}

/** Someone with spare lumens beyond the reserve of what it owns and one fee. */
function poor(stage: Stage, name: string, spare: bigint): void {
  const account = stage.state.account(stage.id(name))
  if (account === undefined) throw new Error(name)
  stage.state.put({ ...account, balance: BigInt(2 + account.subentryCount) * RESERVE + FEE + spare })
}

test('CASE 30: a bid that rounds is taken, and the rest of the sale rests', () => {
  const { rest, run, sell, offer } = market()
  const bid = rest('maker', { sells: 'W', buys: 'S', amount: 8_224_563_625n, price: [500, 2061] })
  const done = run('taker', sell('S', 'W', 2_000_000_000n, [2551, 625]))
  expect(done).toMatchObject({ claims: [[bid, 8_224_563_625n, 1_995_284_722n]], effect: 'created', rests: 4_715_278n })
  expect(offer(bid)).toBeUndefined()
})

test('CASE 31: the same from the other side', () => {
  const { rest, run, sell } = market()
  const ask = rest('maker', { sells: 'W', buys: 'S', amount: 2_000_000_000n, price: [2551, 625] })
  const done = run('taker', sell('S', 'W', 8_224_563_625n, [500, 2061]))
  expect(done).toMatchObject({ claims: [[ask, 2_000_000_000n, 8_163_200_000n]], effect: 'created', rests: 61_363_625n })
})

test('CASE 32: an order that its price cannot express succeeds and does not rest', () => {
  const { run, sell, state } = market()
  expect(run('taker', sell('S', 'W', 27n, [3, 2]))).toMatchObject({ code: 'success', effect: 'deleted', claims: [] })
  expect(state.header.idPool).toBe(0n)
})

test('CASE 33: a full line comes before the threshold', () => {
  const stage = createStage()
  const { sell } = operationsOf(stage)
  for (const name of ['issuer', 'a']) stage.account(name)
  stage.line('a', 'USD', { limit: 1n, balance: 1n })
  stage.line('a', 'IDR', { limit: 1n })
  expect(stage.run('a', sell('USD', 'IDR', 27n, [3, 2])).code).toBe('line_full')
})

test('CASE 34: a taker too small for the price claims nothing for nothing', () => {
  for (const operation of ['sell', 'buy'] as const) {
    const stage = market()
    const id = stage.rest('maker', { sells: 'W', buys: 'S', amount: 28n, price: [3, 2] })
    const body = operation === 'sell' ? stage.sell('S', 'W', 41n, [2, 3]) : stage.buy('S', 'W', 27n, [3, 2])
    expect(stage.run('taker', body)).toMatchObject({ claims: [[id, 0n, 0n]], effect: 'deleted' })
    expect(stage.offer(id)?.amount).toBe(28n)
  }
})

test('CASE 35: the same for an offer of 100 at 5/1 and 4 sheep', () => {
  const { rest, run, sell, offer } = market()
  const id = rest('maker', { sells: 'W', buys: 'S', amount: 100n, price: [5, 1] })
  expect(run('taker', sell('S', 'W', 4n, [1, 5]))).toMatchObject({ claims: [[id, 0n, 0n]], effect: 'deleted' })
  expect(offer(id)?.amount).toBe(100n)
})

test('CASE 36: two offers at one price, the older first', () => {
  const { rest, run, sell, offer } = market()
  const [first, second] = [rest('maker', W(100n, 3, 2)), rest('other', W(100n, 3, 2))]
  const done = run('taker', sell('S', 'W', 225n, [2, 3]))
  expect(done.claims).toEqual([
    [first, 100n, 150n],
    [second, 50n, 75n],
  ])
  expect(done.effect).toBe('deleted')
  expect(offer(second)?.amount).toBe(50n)
})

test('CASE 37: a buy over two price levels', () => {
  const { rest, run, buy } = market()
  const [first, second] = [rest('maker', W(100n, 3, 2)), rest('other', W(100n, 8, 5))]
  const done = run('taker', buy('S', 'W', 150n, [8, 5]))
  expect(done).toMatchObject({
    claims: [
      [first, 100n, 150n],
      [second, 50n, 80n],
    ],
    effect: 'deleted',
  })
})

test('CASE 38: the rest of a buy rests as a sale at the inverse price', () => {
  const { rest, run, buy, offer, state } = market()
  const first = rest('maker', W(100n, 3, 2))
  rest('other', W(100n, 8, 5))
  expect(run('taker', buy('S', 'W', 150n, [155, 100]))).toMatchObject({
    claims: [[first, 100n, 150n]],
    effect: 'created',
    rests: 78n,
  })
  expect(offer(state.header.idPool)?.price).toEqual({ n: 100, d: 155 })
})

/** A resting sale of W for S. */
function W(
  amount: bigint,
  n: number,
  d: number,
): { sells: string; buys: string; amount: bigint; price: readonly [number, number] } {
  return { sells: 'W', buys: 'S', amount, price: [n, d] }
}

function withPassiveMarket(): ReturnType<typeof market> {
  const stage = market()
  stage.rest('taker', { sells: 'S', buys: 'W', amount: 100n, price: [100, 1] })
  stage.rest('maker', W(100n, 1, 1))
  return stage
}

test('CASE 39: a passive offer rests beside its own price', () => {
  const { run, passive, offer, state } = withPassiveMarket()
  expect(run('taker', passive('S', 'W', 100n, [1, 1]))).toMatchObject({ claims: [], effect: 'created', rests: 100n })
  expect(offer(state.header.idPool)?.passive).toBe(true)
})

test('CASE 40: a passive offer at a better price takes', () => {
  const { run, passive } = withPassiveMarket()
  expect(run('taker', passive('S', 'W', 100n, [99, 100]))).toMatchObject({
    claims: [[2n, 100n, 100n]],
    effect: 'deleted',
  })
})

test('CASE 41: a passive offer stays passive when it is updated', () => {
  const stage = market()
  stage.rest('maker', W(100n, 1, 1))
  const id = stage.rest('taker', { sells: 'S', buys: 'W', amount: 100n, price: [1, 1], passive: true })
  expect(stage.run('taker', stage.sell('S', 'W', 100n, [100, 99], id))).toMatchObject({ effect: 'updated', claims: [] })
  expect(stage.offer(id)?.passive).toBe(true)
  expect(stage.run('taker', stage.sell('S', 'W', 100n, [1, 1], id))).toMatchObject({ effect: 'updated', claims: [] })
  expect(stage.run('taker', stage.sell('S', 'W', 100n, [99, 100], id))).toMatchObject({
    effect: 'deleted',
    claims: [[1n, 100n, 100n]],
  })
})

test('CASE 42: a passive offer reports in the arm of manage sell', () => {
  const { run, passive } = market()
  const { applied } = run('taker', passive('S', 'W', 100n, [1, 1]))
  expect(applied.result.readInt32BE(20)).toBe(3)
})

test('CASE 43: no line to sell from, even with an unknown offer', () => {
  const { run, sell } = market()
  expect(run('taker', sell('X', 'W', 10n, [1, 1])).code).toBe('sell_no_trust')
  expect(run('taker', sell('X', 'W', 10n, [1, 1], 99n)).code).toBe('sell_no_trust')
})

test('CASE 44: nothing to sell comes before authorization', () => {
  const { run, sell, line } = market()
  line('taker', 'E', { balance: 0n, flags: 0 })
  expect(run('taker', sell('E', 'W', 10n, [1, 1])).code).toBe('underfunded')
})

test('CASE 45: no line to buy into', () => {
  const { run, sell } = market()
  expect(run('taker', sell('W', 'X', 10n, [1, 1])).code).toBe('buy_no_trust')
})

test('CASE 46: keeping liabilities is not enough to offer', () => {
  const { run, sell, line } = market()
  line('taker', 'M', { balance: 10n, flags: 2 })
  expect(run('taker', sell('W', 'M', 10n, [1, 1])).code).toBe('buy_not_authorized')
  expect(run('taker', sell('M', 'W', 10n, [1, 1])).code).toBe('sell_not_authorized')
})

test('CASE 47: a full line buys nothing', () => {
  const { run, sell, line } = market()
  line('taker', 'F', { balance: 10n, limit: 10n })
  expect(run('taker', sell('W', 'F', 10n, [1, 1])).code).toBe('line_full')
})

test('CASE 48: nothing for a new offer is malformed', () => {
  const { run, sell, passive } = market()
  expect(run('taker', sell('W', 'S', 0n, [1, 1])).code).toBe('malformed')
  expect(run('taker', passive('W', 'S', 0n, [1, 1])).code).toBe('malformed')
})

test('CASE 49: a price without a positive fraction is malformed', () => {
  const { run, sell } = market()
  for (const price of [
    [0, 1],
    [1, 0],
    [-1, 1],
    [1, -1],
    [0, 0],
  ] as const) {
    expect(run('taker', sell('W', 'S', 10n, price)).code).toBe('malformed')
  }
})

test('CASE 50: a negative offer id is malformed', () => {
  const { run, sell } = market()
  expect(run('taker', sell('W', 'S', 10n, [1, 1], -1n)).code).toBe('malformed')
  expect(run('taker', sell('W', 'S', 0n, [1, 1], -1n)).code).toBe('malformed')
})

test('CASE 51: an offer that is not there, or is not the own one, is not found', () => {
  const { run, sell, rest } = market()
  const others = rest('maker', W(100n, 1, 1))
  for (const id of [MAX, others]) {
    expect(run('taker', sell('W', 'S', 10n, [1, 1], id)).code).toBe('not_found')
    expect(run('taker', sell('W', 'S', 0n, [1, 1], id)).code).toBe('not_found')
  }
})

test('CASE 52: a new offer needs a reserve', () => {
  const stage = market()
  poor(stage, 'taker', RESERVE - 1n)
  expect(stage.run('taker', stage.sell('W', 'S', 10n, [1, 1])).code).toBe('low_reserve')
})

test('CASE 53: also one that would be filled at once', () => {
  const stage = market()
  stage.rest('maker', { sells: 'S', buys: 'XLM', amount: 1000n, price: [1, 1] })
  poor(stage, 'taker', 1000n)
  expect(stage.run('taker', stage.sell('XLM', 'S', 1000n, [1, 1])).code).toBe('low_reserve')
})

/** A trader of lumens with 499 to spare, into a line of 1,000. */
function reserveStage(): ReturnType<typeof market> {
  const stage = createStage()
  for (const name of ['issuer', 'a']) stage.account(name)
  stage.line('a', 'IDR', { limit: 1000n })
  return { ...stage, ...operationsOf(stage) }
}

test('CASE 54: reserve, then room, then funds', () => {
  const stage = reserveStage()
  const offered = (amount: bigint, spare: bigint): string => {
    poor(stage, 'a', spare)
    return stage.run('a', stage.sell('XLM', 'IDR', amount, [2, 1])).code
  }
  expect(offered(501n, 499n)).toBe('low_reserve')
  expect(offered(501n, 499n + RESERVE)).toBe('line_full')
  expect(offered(500n, 499n + RESERVE)).toBe('underfunded')
  poor(stage, 'a', 499n + RESERVE)
  expect(stage.run('a', stage.sell('XLM', 'IDR', 499n, [2, 1]))).toMatchObject({ effect: 'created', rests: 499n })
})

test('CASE 55: the same for an update, which needs no reserve', () => {
  const stage = reserveStage()
  const id = stage.rest('a', { sells: 'XLM', buys: 'IDR', amount: 250n, price: [2, 1] })
  const update = (amount: bigint): string => {
    poor(stage, 'a', 499n)
    return stage.run('a', stage.sell('XLM', 'IDR', amount, [2, 1], id)).code
  }
  expect([update(501n), update(500n), update(499n)]).toEqual(['line_full', 'underfunded', 'success'])
  expect(stage.offer(id)?.amount).toBe(499n)
})

test('CASE 56: an update beyond the funds leaves the offer as it is', () => {
  const stage = reserveStage()
  const id = stage.rest('a', { sells: 'XLM', buys: 'IDR', amount: 110n, price: [1, 1] })
  poor(stage, 'a', 110n)
  expect(stage.run('a', stage.sell('XLM', 'IDR', 111n, [1, 1], id)).code).toBe('underfunded')
  expect(stage.offer(id)?.amount).toBe(110n)
})

test('CASE 57: an offer can be deleted whatever became of its lines', () => {
  for (const code of ['W', 'S']) {
    const stage = market()
    const id = stage.rest('taker', W(100n, 1, 1))
    const line = stage.state.trustline(stage.id('taker'), stage.asset(code))
    if (line === undefined) throw new Error(code)
    stage.state.put({ ...line, limit: line.balance + line.buyingLiabilities, flags: 2 })
    expect(stage.run('taker', stage.sell('W', 'S', 0n, [1, 1], id))).toMatchObject({
      code: 'success',
      effect: 'deleted',
    })
  }
})

test('CASE 58: an own offer in front of the book is crossed by nobody', () => {
  const { rest, run, sell } = market()
  rest('taker', W(100n, 1, 1))
  expect(run('taker', sell('S', 'W', 50n, [1, 1])).code).toBe('cross_self')
})

test('CASE 59: an own offer that is not reached is no matter', () => {
  const { rest, run, sell, offer } = market()
  const better = rest('maker', W(100n, 1, 2))
  const own = rest('taker', W(100n, 1, 1))
  expect(run('taker', sell('S', 'W', 50n, [1, 1]))).toMatchObject({ code: 'success', claims: [[better, 100n, 50n]] })
  expect(offer(own)?.amount).toBe(100n)
})

test('CASE 60: nor is one beyond the limit', () => {
  const { rest, run, sell } = market()
  rest('taker', W(100n, 2, 1))
  expect(run('taker', sell('S', 'W', 50n, [1, 1]))).toMatchObject({ code: 'success', effect: 'created', claims: [] })
})

function issuerStage(): ReturnType<typeof market> {
  const stage = createStage()
  stage.account('issuer', { subentryCount: 1 })
  stage.account('other')
  const foreign = `USD:${stage.id('other')}`
  stage.state.put({
    type: 'trustline',
    accountId: stage.id('issuer'),
    asset: foreign,
    balance: 0n,
    limit: MAX,
    flags: 1,
    sellingLiabilities: 0n,
    buyingLiabilities: 0n,
    poolUseCount: 0,
    extension: 0,
    sponsor: undefined,
    lastModifiedLedger: 9,
  })
  const asset = (code: string): string => (code === 'USD' ? foreign : stage.asset(code))
  return { ...stage, ...operationsOf({ ...stage, asset }) }
}

test('CASE 61: an issuer sells more of its asset than there can be', () => {
  const { run, sell } = issuerStage()
  const amount = (MAX / 3n) * 2n
  expect(run('issuer', sell('CUR1', 'USD', amount, [1, 2])).effect).toBe('created')
  expect(run('issuer', sell('CUR1', 'USD', amount, [1, 2])).effect).toBe('created')
})

test('CASE 62: but takes in no more of another than fits', () => {
  const { run, sell } = issuerStage()
  const amount = (MAX / 3n) * 2n
  expect(run('issuer', sell('CUR1', 'USD', amount, [1, 1])).effect).toBe('created')
  expect(run('issuer', sell('CUR1', 'USD', amount, [1, 1])).code).toBe('line_full')
})

test('CASE 63: a buy worth nothing moves nothing', () => {
  const { run, buy, balance } = market()
  const before = balance('taker', 'S')
  expect(run('taker', buy('S', 'W', 1n, [1, 3]))).toMatchObject({ code: 'success', effect: 'deleted', claims: [] })
  expect(balance('taker', 'S')).toBe(before)
})

test('CASE 64: a rest of 1 at 1/3 does not rest', () => {
  const stage = market()
  expect(stage.run('maker', stage.buy('W', 'S', 1n, [3, 1]))).toMatchObject({ effect: 'created', rests: 3n })
  const before = [stage.balance('taker', 'S'), stage.balance('taker', 'W')] as const
  const done = stage.run('taker', stage.buy('S', 'W', 4n, [1, 3]))
  expect(done).toMatchObject({ claims: [[1n, 3n, 1n]], effect: 'deleted' })
  expect([stage.balance('taker', 'S') - before[0], stage.balance('taker', 'W') - before[1]]).toEqual([-1n, 3n])
})

function buyer(): ReturnType<typeof market> {
  const stage = createStage()
  for (const name of ['issuer', 'a']) stage.account(name)
  stage.line('a', 'CUR1', { balance: 100n })
  stage.line('a', 'CUR2')
  return { ...stage, ...operationsOf(stage) }
}

test('CASE 65: a changed buy is backed by what the old one frees', () => {
  const { run, buy, offer } = buyer()
  expect(run('a', buy('CUR1', 'CUR2', 50n, [1, 1])).effect).toBe('created')
  expect(run('a', buy('CUR1', 'CUR2', 101n, [1, 1], 1n)).code).toBe('underfunded')
  expect(run('a', buy('CUR1', 'CUR2', 100n, [1, 1], 1n)).effect).toBe('updated')
  expect(offer(1n)?.amount).toBe(100n)
})

test('CASE 66: also when its price changes', () => {
  const { run, buy } = buyer()
  expect(run('a', buy('CUR1', 'CUR2', 100n, [1, 1])).effect).toBe('created')
  expect(run('a', buy('CUR1', 'CUR2', 100n, [1, 2], 1n)).effect).toBe('updated')
  expect(run('a', buy('CUR1', 'CUR2', 100n, [201, 100], 1n)).code).toBe('underfunded')
})

function deepMarket(offers: number, lastPrice: readonly [number, number] = [1, 1]): ReturnType<typeof market> {
  const stage = market('deep')
  for (let at = 1; at < offers; at += 1) stage.rest(at % 2 === 0 ? 'maker' : 'deep', W(1n, 1, 1))
  stage.rest('other', W(1n, ...lastPrice))
  return stage
}

test('CASE 67: 1001 offers are too many for an operation', () => {
  const { run, sell, offer } = deepMarket(1001)
  expect(run('taker', sell('S', 'W', 1001n, [1, 1])).code).toBe('op_exceeded_work_limit')
  expect(offer(1n)).toBeDefined()
})

test('CASE 68: 1000 are not, and the next one is only looked at', () => {
  const { run, sell } = deepMarket(1001, [2, 1])
  const done = run('taker', sell('S', 'W', 1001n, [1, 1]))
  expect(done.code).toBe('success')
  expect(done.claims.length).toBe(1000)
})

test('CASE 69: an account owns 1000 subentries at most', () => {
  const stage = market()
  const account = stage.state.account(stage.id('taker'))
  if (account === undefined) throw new Error('taker')
  stage.state.put({ ...account, subentryCount: 1000, balance: 10_000_000_000_000n })
  expect(stage.run('taker', stage.sell('W', 'S', 10n, [1, 1])).code).toBe('op_too_many_subentries')
})

test('CASE 70: an offer that nobody sponsored stays so when it is changed in a sandwich', () => {
  const { rest, run, sell, begin, end, offer, state, id } = market('sponsor')
  const own = rest('taker', W(100n, 1, 1))
  const done = run(
    'sponsor',
    begin('taker'),
    { source: 'taker', body: sell('W', 'S', 50n, [1, 1], own) },
    { source: 'taker', body: end() },
  )
  expect(done.transaction).toBe('success')
  expect(offer(own)).toMatchObject({ amount: 50n, sponsor: undefined })
  expect(state.account(id('sponsor'))?.numSponsoring).toBe(0)
})

test('CASE 71: nor does a fill in a sandwich change who pays for the rest', () => {
  const { rest, run, sell, begin, end, offer } = market('sponsor')
  const own = rest('maker', W(100n, 1, 1))
  const take = { source: 'taker', body: sell('S', 'W', 50n, [1, 1]) }
  const done = run('sponsor', begin('maker'), take, { source: 'maker', body: end() })
  expect(done.transaction).toBe('success')
  expect(offer(own)).toMatchObject({ amount: 50n, sponsor: undefined })
})

test('CASE 72: revoking authorization removes offers, and frees the reserves of whoever paid them', () => {
  const { account, run, sell, allow, begin, end, state, id } = market('sponsor')
  account('issuer', { flags: 2 })
  const offer = { source: 'taker', body: sell('W', 'S', 50n, [1, 1]) }
  expect(run('sponsor', begin('taker'), offer, { source: 'taker', body: end() }).transaction).toBe('success')
  expect(run('taker', sell('S', 'XLM', 10n, [5, 1])).effect).toBe('created')
  expect(state.account(id('sponsor'))?.numSponsoring).toBe(1)
  const { applied, code } = run('issuer', allow('taker', 'S', 0))
  expect([code, applied.trades]).toEqual(['success', []])
  expect(state.offersOf(id('taker'))).toEqual([])
  expect(state.account(id('sponsor'))?.numSponsoring).toBe(0)
  expect(state.account(id('taker'))).toMatchObject({ subentryCount: 2, numSponsored: 0, buyingLiabilities: 0n })
})
