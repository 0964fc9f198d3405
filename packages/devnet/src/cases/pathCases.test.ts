import { expect, test } from 'vitest'
import { createStage, MAX, operationsOf, type Stage } from '../../test/stage.ts'

type Market = Stage & ReturnType<typeof operationsOf>

/** A maker and a payer with lines of every code; the destination is the payer's friend. */
function market(codes: readonly string[], header = {}): Market {
  const stage = createStage(header)
  stage.account('issuer')
  for (const name of ['maker', 'payer', 'friend']) {
    stage.account(name)
    for (const code of codes) stage.line(name, code, { balance: 1_000_000_000_000n })
  }
  return { ...stage, ...operationsOf(stage) }
}

test('CASE 73: a strict receive pays the rounding', () => {
  const { rest, run, receive, offer } = market(['CNY'])
  const id = rest('maker', { sells: 'CNY', buys: 'XLM', amount: 145_000_000n, price: [2000, 29] })
  const done = run('payer', receive('friend', 'XLM', 1_382_068_965n, 'CNY', 20_000_000n))
  expect(done.claims).toEqual([[id, 20_000_000n, 1_379_310_345n]])
  expect(offer(id)?.amount).toBe(125_000_000n)
})

test('CASE 74: a remainder worth nothing goes, and its owner keeps it', () => {
  const { rest, run, receive, offer, balance } = market(['W', 'S'])
  const id = rest('maker', { sells: 'W', buys: 'S', amount: 2000n, price: [1, 1000] })
  const before = balance('maker', 'W')
  expect(run('payer', receive('friend', 'S', MAX, 'W', 1001n)).claims).toEqual([[id, 1001n, 2n]])
  expect(offer(id)).toBeUndefined()
  expect(before - balance('maker', 'W')).toBe(1001n)
})

test('CASE 75: over two offers the second keeps what is worth a stroop', () => {
  const { rest, run, receive, offer } = market(['W', 'S'])
  const [first, second] = [1, 2].map(() => rest('maker', { sells: 'W', buys: 'S', amount: 5000n, price: [1, 1000] }))
  expect(run('payer', receive('friend', 'S', MAX, 'W', 6001n)).claims).toEqual([
    [first, 5000n, 5n],
    [second, 1001n, 2n],
  ])
  expect(offer(second ?? 0n)?.amount).toBe(3000n)
})

/** A payer of 100 whose own offer holds 50 of them back. */
function held(): Market {
  const stage = market(['W'])
  stage.line('payer', 'S', { balance: 100n })
  stage.line('maker', 'S')
  stage.rest('payer', { sells: 'S', buys: 'XLM', amount: 50n, price: [100, 1] })
  stage.rest('maker', { sells: 'W', buys: 'S', amount: 1000n, price: [1, 1] })
  return stage
}

test('CASE 76: what the payer offers is not there to be paid', () => {
  const { run, receive } = held()
  expect(run('payer', receive('friend', 'S', MAX, 'W', 51n)).code).toBe('underfunded')
  expect(run('payer', receive('friend', 'S', MAX, 'W', 50n)).code).toBe('success')
})

test('CASE 77: nor is there room where the destination buys', () => {
  const stage = market(['S'])
  stage.line('friend', 'W', { balance: 100n, limit: 200n })
  stage.line('maker', 'W', { balance: 1000n })
  stage.rest('friend', { sells: 'XLM', buys: 'W', amount: 50n, price: [1, 1] })
  stage.rest('maker', { sells: 'W', buys: 'S', amount: 1000n, price: [1, 1] })
  expect(stage.run('payer', stage.receive('friend', 'S', MAX, 'W', 51n)).code).toBe('line_full')
  expect(stage.run('payer', stage.receive('friend', 'S', MAX, 'W', 50n)).code).toBe('success')
})

test('CASE 78: an own offer in front of a hop fails the payment', () => {
  const { rest, run, receive, send } = market(['W', 'S'])
  rest('payer', { sells: 'W', buys: 'S', amount: 100n, price: [1, 1] })
  expect(run('payer', receive('friend', 'S', MAX, 'W', 10n)).code).toBe('offer_cross_self')
  expect(run('payer', send('friend', 'S', 10n, 'W', 1n)).code).toBe('offer_cross_self')
})

test('CASE 79: one that is not reached does not', () => {
  const { rest, run, receive } = market(['W', 'S'])
  const better = rest('maker', { sells: 'W', buys: 'S', amount: 100n, price: [1, 2] })
  rest('payer', { sells: 'W', buys: 'S', amount: 100n, price: [1, 1] })
  expect(run('payer', receive('friend', 'S', MAX, 'W', 100n)).claims).toEqual([[better, 100n, 50n]])
})

test("CASE 80: the destination's own offer is crossed", () => {
  const { rest, run, receive } = market(['W', 'S'])
  const id = rest('friend', { sells: 'W', buys: 'S', amount: 100n, price: [1, 1] })
  expect(run('payer', receive('friend', 'S', MAX, 'W', 10n)).claims).toEqual([[id, 10n, 10n]])
})

test('CASE 81: an issuer that is gone takes its own asset back, unconverted', () => {
  const stage = market(['W', 'S'])
  const issuer = stage.state.account(stage.id('issuer'))
  if (issuer === undefined) throw new Error('issuer')
  stage.state.remove(issuer)
  const { run, receive, send } = stage
  expect(run('payer', receive('issuer', 'W', 10n, 'W', 10n)).code).toBe('success')
  expect(run('payer', send('issuer', 'W', 10n, 'W', 10n)).code).toBe('success')
  expect(run('payer', receive('issuer', 'W', 10n, 'W', 10n, 'S')).code).toBe('no_destination')
  expect(run('payer', receive('issuer', 'S', 10n, 'W', 10n)).code).toBe('no_destination')
})

test('CASE 82: to oneself the credit comes first, and must fit', () => {
  const stage = market([])
  stage.line('payer', 'W', { balance: 100n, limit: 150n })
  expect(stage.run('payer', stage.receive('payer', 'W', MAX, 'W', 51n)).code).toBe('line_full')
  expect(stage.run('payer', stage.receive('payer', 'W', MAX, 'W', 50n)).code).toBe('success')
})

test('CASE 83: a hop that yields nothing ends under the minimum', () => {
  const stage = market(['A', 'B', 'C'])
  stage.rest('maker', { sells: 'B', buys: 'A', amount: 10n, price: [2, 1] })
  stage.pool('B', 'C', [1000n, 1000n, 1000n])
  expect(stage.run('payer', stage.send('friend', 'A', 1n, 'C', 1n, 'B')).code).toBe('under_destmin')
})

test('CASE 84: a book too thin', () => {
  const { rest, run, receive, send } = market(['W', 'S'])
  rest('maker', { sells: 'W', buys: 'S', amount: 10n, price: [1, 1] })
  expect(run('payer', receive('friend', 'S', MAX, 'W', 11n)).code).toBe('too_few_offers')
  expect(run('payer', send('friend', 'S', 11n, 'W', 1n)).code).toBe('too_few_offers')
})

test('CASE 85: a strict send at 2000/29', () => {
  const { rest, run, send } = market(['W', 'S'])
  const id = rest('maker', { sells: 'W', buys: 'S', amount: 145_000_000n, price: [2000, 29] })
  expect(run('payer', send('friend', 'S', 1000n, 'W', 1n)).claims).toEqual([[id, 14n, 1000n]])
})

test('CASE 86: a strict send at 7/3', () => {
  const { rest, run, send, offer } = market(['W', 'S'])
  const id = rest('maker', { sells: 'W', buys: 'S', amount: 1000n, price: [7, 3] })
  expect(run('payer', send('friend', 'S', 100n, 'W', 1n)).claims).toEqual([[id, 42n, 100n]])
  expect(offer(id)?.amount).toBe(958n)
})
