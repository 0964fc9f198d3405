import { formatMarket } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { accountId, createFakeClient, market } from '../test/fakeClient.ts'
import { LedgerMovedError } from './errors.ts'
import { readView } from './readView.ts'

const signal = new AbortController().signal
const request = { markets: [market], accountId, signal }

test('behavior: answers of one ledger make a view', async () => {
  const { client, answers, asked } = createFakeClient()
  answers.account = answers.offers = answers.orderBook = [7]
  const view = await readView(client, request)
  expect(view.ledger).toBe(7)
  expect(view.account?.id).toBe(accountId)
  expect(view.books.get(formatMarket(market))?.ledger).toBe(7)
  expect(asked).toEqual(['account', 'offers', 'orderBook'])
})

test('behavior: only what is older than the newest answer is read again', async () => {
  const { client, answers, asked } = createFakeClient()
  Object.assign(answers, { account: [7, 8], offers: [8], orderBook: [7, 8] })
  expect((await readView(client, request)).ledger).toBe(8)
  expect(asked.slice(3)).toEqual(['account', 'orderBook'])
})

test('behavior: markets alone ask for no account', async () => {
  const { client, asked } = createFakeClient()
  const view = await readView(client, { ...request, accountId: undefined })
  expect(view.account).toBeUndefined()
  expect(asked).toEqual(['orderBook'])
})

test('error: a server whose answers never agree is told, with the ledgers it named', async () => {
  const { client, answers } = createFakeClient()
  Object.assign(answers, { account: [1, 3, 5, 7, 9], offers: [2, 4, 6, 8, 10], orderBook: [2, 4, 6, 8, 10] })
  await expect(readView(client, request)).rejects.toThrow(LedgerMovedError)
})
