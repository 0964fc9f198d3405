import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'

let net: Devnet

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 'manual' })
})
afterAll(() => net.close())

type Answer = { readonly status: number; readonly body: unknown; readonly latestLedger: string | null }

const ask = async (path: string, headers: Record<string, string> = {}): Promise<Answer> => {
  const response = await fetch(`${net.url}${path}`, { headers })
  return {
    status: response.status,
    body: JSON.parse(await response.text()),
    latestLedger: response.headers.get('latest-ledger'),
  }
}
const badRequest = (field: string, reason: string): Answer => ({
  status: 400,
  body: {
    type: 'https://stellar.org/horizon-errors/bad_request',
    title: 'Bad Request',
    status: 400,
    detail: 'The request you sent was invalid in some way.',
    extras: { invalid_field: field, reason },
  },
  latestLedger: '1', // set before the parameters are looked at
})
const stranger = 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'
const accountReason = 'Account ID must start with `G` and contain 56 alphanum characters'
const assetReason =
  'Asset must be the string "native" or a string of the form "Code:IssuerAccountID" for issued assets.'
const balanceCursor =
  'The first part should be a number higher than 0 and the second part should be a valid claimable balance ID'
const reservesReason = 'Invalid reserves, should be comma-separated list of assets in canonical form'
const long = 'k'.repeat(65)

test.each([
  ['/accounts?signer=XAAA', 'signer', accountReason],
  ['/accounts?sponsor=x', 'sponsor', accountReason],
  ['/accounts?asset=x', 'asset', assetReason],
  [`/accounts?asset=USD:${stranger}:x`, 'asset', assetReason],
  ['/accounts?asset=native', 'asset', "you can't filter by asset: native"],
  ['/accounts?liquidity_pool=ab', 'liquidity_pool', 'ab does not validate as sha256'],
  ['/accounts?signer=x&sponsor=x&limit=0', 'limit', 'invalid limit: non-positive value provided'],
  ['/accounts?signer=x&cursor=-1', 'cursor', 'the cursor -1 is a negative number: '],
  [`/accounts/${stranger}/data/${long}`, 'key', `${long} does not validate as length(1|64)`],
  ['/accounts/x/data/a', 'account_id', accountReason],
  ['/offers?sponsor=x', 'sponsor', accountReason],
  ['/liquidity_pools/AB', 'liquidity_pool_id', 'AB does not validate as sha256'],
  ['/liquidity_pools?account=x', 'account', accountReason],
  ['/liquidity_pools?reserves=native,native,native', 'reserves', 'reserves exceeds maximum length of 2'],
  ['/liquidity_pools?reserves=USD', 'reserves', reservesReason],
  ['/liquidity_pools?reserves=USD&limit=0', 'reserves', reservesReason],
  ['/liquidity_pools?order=up', 'order', 'order: invalid value'],
  ['/claimable_balances/x', 'id', 'x does not validate as claimableBalanceID'],
  [`/claimable_balances/${'1'.repeat(72)}`, 'id', `${'1'.repeat(72)} does not validate as claimableBalanceID`],
  ['/claimable_balances?asset=x', 'asset', assetReason],
  ['/claimable_balances?sponsor=x&limit=0', 'sponsor', accountReason],
  ['/claimable_balances?claimant=x', 'claimant', accountReason],
  ['/claimable_balances?cursor=5', 'cursor', balanceCursor],
  ['/claimable_balances?cursor=now', 'cursor', balanceCursor],
  [`/claimable_balances?cursor=x-${'0'.repeat(72)}`, 'cursor', balanceCursor],
  ['/assets?asset_code=a-b', 'asset_code', 'a-b is not a valid asset code'],
  ['/assets?asset_issuer=x', 'asset_issuer', 'x is not a valid asset issuer'],
  ['/assets?asset_code=a-b&limit=0', 'limit', 'invalid limit: non-positive value provided'],
  ['/assets?cursor=x', 'cursor', 'the cursor is not a valid paging_token'],
  ['/assets?cursor=a-b_x_y', 'cursor', 'a-b is not a valid asset code'],
  ['/assets?cursor=USD_x_y', 'cursor', 'x is not a valid asset issuer'],
  [`/assets?cursor=USD_${stranger}_y`, 'cursor', 'y is not a valid asset type'],
])('error: %s names the field and the reason', async (path, field, reason) => {
  expect(await ask(path)).toEqual(badRequest(field, reason))
})

test('error: accounts are asked for by one thing, no less and no more', async () => {
  for (const query of ['', `signer=${stranger}&sponsor=${stranger}`, `asset=USD:${stranger}&signer=${stranger}`]) {
    expect(await ask(`/accounts?${query}`)).toEqual({
      status: 400,
      body: {
        type: 'https://stellar.org/horizon-errors/invalid_accounts_params',
        title: 'Invalid Accounts Parameters',
        status: 400,
        detail:
          'Exactly one filter is required. Please ensure that you are including a signer, sponsor, asset, or liquidity pool filter.',
      },
      latestLedger: '1',
    })
  }
})

test('error: pools by what they hold and who shares them at once are more than Horizon can do', async () => {
  expect(await ask(`/liquidity_pools?reserves=native&account=${stranger}`)).toMatchObject({
    status: 500,
    body: { type: 'https://stellar.org/horizon-errors/server_error' },
  })
})

test('error: what is not there is not found, and lists of it are empty', async () => {
  for (const path of [
    `/accounts/${stranger}/data/a`,
    `/liquidity_pools/${'0'.repeat(64)}`,
    `/claimable_balances/${'0'.repeat(72)}`,
  ]) {
    expect(await ask(path), path).toMatchObject({ status: 404, latestLedger: '1' })
  }
  for (const path of [
    `/accounts?signer=${stranger}`,
    `/accounts?liquidity_pool=${'0'.repeat(64)}`,
    `/accounts?asset=USD:${stranger}&cursor=zzz`,
    '/accounts?cursor=now&asset=USD:GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF',
    `/offers?sponsor=${stranger}`,
    `/liquidity_pools?account=${stranger}`,
    '/liquidity_pools?reserves=native',
    '/liquidity_pools?cursor=anything',
    `/claimable_balances?claimant=${stranger}`,
    `/claimable_balances?cursor=7-${'0'.repeat(72)}`,
    '/assets',
    `/assets?cursor=USD_${stranger}_credit_alphanum4&order=desc`,
  ]) {
    expect(await ask(path), path).toMatchObject({
      status: 200,
      body: { _embedded: { records: [] } },
      latestLedger: '1',
    })
  }
})

test('error: lists do not stream, and only data entries come as bytes', async () => {
  for (const path of ['/assets', '/accounts', '/liquidity_pools', '/claimable_balances', '/offers']) {
    expect(await ask(path, { Accept: 'text/event-stream' }), path).toMatchObject({ status: 406, latestLedger: '1' })
    expect(await ask(path, { Accept: 'application/octet-stream' }), path).toMatchObject({ status: 406 })
  }
})
