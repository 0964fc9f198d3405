import { Horizon, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { openEvents } from './events.ts'
import type { Party } from './party.ts'
import { recording, shapeOf } from './recording.ts'
import { type StateStage, setStateStage } from './stateStage.ts'

let net: Devnet
let stage: StateStage

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 50 })
  stage = await setStateStage(net, new Horizon.Server(net.url, { allowHttp: true }))
}, 30_000)
afterAll(() => net.close())

type Body = { readonly [key: string]: unknown }

const ask = async (path: string, headers: Record<string, string> = {}): Promise<Response> => {
  const response = await fetch(`${net.url}${path}`, { headers })
  expect(response.status, path).toBe(200)
  return response
}
const get = async (path: string): Promise<Body> => (await (await ask(path)).json()) as Body
const records = async (path: string): Promise<readonly Body[]> => {
  const { _embedded } = (await get(path)) as { readonly _embedded: { readonly records: readonly Body[] } }
  return _embedded.records
}
/** The keys of an object in the order in which they were sent. */
const keys = (value: unknown): string => Object.keys(value as Body).join(' ')
const pages = (path: string): Body => ({ href: `${net.url}${path}{?cursor,limit,order}`, templated: true })
const closedAt = async (ledger: unknown): Promise<unknown> => (await get(`/ledgers/${String(ledger)}`))['closed_at']
const first = (): Party => stage.members[0] as Party

test('behavior: an account with everything that can be there', async () => {
  const last = stage.members.at(-1) as Party
  const account = (await get(`/accounts/${last.id}`)) as Body & { readonly signers: readonly Body[] }
  expect(keys(account)).toBe(
    '_links id account_id sequence sequence_ledger sequence_time subentry_count inflation_destination home_domain ' +
      'last_modified_ledger last_modified_time thresholds flags balances signers data num_sponsoring num_sponsored paging_token',
  )
  expect(account).toMatchObject({ inflation_destination: first().id, home_domain: 'm.example' })
  expect(account.signers).toEqual([
    { weight: 1, key: first().id, type: 'ed25519_public_key' },
    { weight: 0, key: last.id, type: 'ed25519_public_key' }, // without weight it comes last
  ])
})

test('behavior: sponsors stand with the trustline and the signer, and data is sorted by name as bytes', async () => {
  const { sponsor, usd, eur } = stage
  const account = (await get(`/accounts/${first().id}`)) as Body & {
    readonly balances: readonly Body[]
    readonly signers: readonly Body[]
  }
  expect(account).toMatchObject({ num_sponsoring: 0, num_sponsored: 4 })
  const line =
    'balance limit buying_liabilities selling_liabilities sponsor last_modified_ledger is_authorized ' +
    'is_authorized_to_maintain_liabilities asset_type asset_code asset_issuer'
  expect(account.balances.map(keys)).toEqual([
    line.replace(' sponsor', ''),
    line,
    'balance buying_liabilities selling_liabilities asset_type',
  ])
  expect(account.balances.map(({ asset_code }) => asset_code)).toEqual([eur.code, usd.code, undefined])
  expect(account.balances[1]).toMatchObject({ balance: '40.0000000', sponsor: sponsor.id })
  const other = account.signers.find(({ key }) => key === sponsor.id)
  expect(other).toEqual({ weight: 7, key: sponsor.id, type: 'ed25519_public_key', sponsor: sponsor.id })
  const text = await (await ask(`/accounts/${first().id}`)).text()
  const data = text.slice(text.lastIndexOf('"data": {'))
  expect([...data.matchAll(/^ {4}"(\w+)"/gm)].map(([, name]) => name)).toEqual(['10', '9', 'a', 'paid'])
})

test('behavior: an account in a list is the account alone', async () => {
  const alone = await get(`/accounts/${first().id}`)
  expect(await records(`/accounts?sponsor=${stage.sponsor.id}`)).toEqual([alone])
  const page = await get(`/accounts?asset=EUR:${stage.eur.issuer}&limit=1`)
  expect(page['_links']).toMatchObject({
    self: { href: `${net.url}/accounts?asset=EUR%3A${stage.eur.issuer}&cursor=&limit=1&order=asc` },
  })
})

test('behavior: a data entry, whole and as bytes', async () => {
  const path = `/accounts/${first().id}/data`
  expect(await get(`${path}/10`)).toEqual({ value: Buffer.from('value of 10').toString('base64') })
  const paid = await get(`${path}/paid`)
  expect(paid).toEqual({ value: Buffer.from('by another').toString('base64'), sponsor: stage.sponsor.id })
  expect(keys(paid)).toBe('value sponsor')
  const raw = await ask(`${path}/paid`, { Accept: 'application/octet-stream' })
  expect(await raw.text()).toBe('by another')
  expect(raw.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(raw.headers.get('content-disposition')).toBeNull()
  expect(raw.headers.get('latest-ledger')).toMatch(/^\d+$/)
})

test('behavior: bytes that are no text are told apart from those that are', async () => {
  const member = stage.members[1] as Party
  await member.send(Operation.manageData({ name: 'binary', value: Buffer.from([0, 255, 10]) }))
  const raw = await ask(`/accounts/${member.id}/data/binary`, { Accept: 'application/octet-stream' })
  expect(Buffer.from(await raw.arrayBuffer())).toEqual(Buffer.from([0, 255, 10]))
  expect(raw.headers.get('content-type')).toBe('application/octet-stream')
})

test('behavior: a sponsored offer says so at its end', async () => {
  const [offer] = await records(`/offers?sponsor=${stage.sponsor.id}`)
  expect(keys(offer)).toBe(
    '_links id paging_token seller selling buying amount price_r price last_modified_ledger last_modified_time sponsor',
  )
})

test('behavior: a pool', async () => {
  const { poolId, usd } = stage
  const path = `/liquidity_pools/${poolId}`
  const pool = await get(path)
  expect(pool).toEqual({
    _links: {
      self: { href: `${net.url}${path}` },
      transactions: pages(`${path}/transactions`),
      operations: pages(`${path}/operations`),
    },
    id: poolId,
    paging_token: poolId,
    fee_bp: 30,
    type: 'constant_product',
    total_trustlines: '2',
    total_shares: '70.7106781',
    reserves: [
      { asset: 'native', amount: '100.0000000' },
      { asset: `USD:${usd.issuer}`, amount: '50.0000000' },
    ],
    last_modified_ledger: expect.any(Number),
    last_modified_time: await closedAt(pool['last_modified_ledger']),
  })
  expect(keys(pool)).toBe(
    '_links id paging_token fee_bp type total_trustlines total_shares reserves last_modified_ledger last_modified_time',
  )
  expect(await records('/liquidity_pools')).toEqual([pool])
  const recorded = recording('liquidity_pool.json')
  if (recorded !== undefined) expect(shapeOf(pool)).toEqual(shapeOf(recorded))
})

test('behavior: pool shares come before the other balances, without liabilities', async () => {
  const { balances } = (await get(`/accounts/${stage.maker.id}`)) as { readonly balances: readonly Body[] }
  expect(keys(balances[0])).toBe(
    'balance liquidity_pool_id limit last_modified_ledger is_authorized is_authorized_to_maintain_liabilities asset_type',
  )
})

test('behavior: a claimable balance with its predicates', async () => {
  const { usd, issuer, members } = stage
  const [balance] = await records(`/claimable_balances?sponsor=${issuer.id}`)
  const id = String(balance?.['id'])
  const path = `/claimable_balances/${id}`
  const ledger = balance?.['last_modified_ledger']
  const close = Date.parse(String(await closedAt(ledger))) / 1_000
  expect(id).toMatch(/^0{8}[0-9a-f]{64}$/)
  expect(balance).toEqual({
    _links: {
      self: { href: `${net.url}${path}` },
      transactions: pages(`${path}/transactions`),
      operations: pages(`${path}/operations`),
    },
    id,
    asset: `USD:${usd.issuer}`,
    amount: '7.0000000',
    sponsor: issuer.id,
    last_modified_ledger: ledger,
    last_modified_time: await closedAt(ledger),
    claimants: [
      { destination: first().id, predicate: { unconditional: true } },
      {
        destination: members[1]?.id,
        predicate: {
          and: [
            { not: { abs_before: '+10000-01-01T00:00:00Z', abs_before_epoch: '253402300800' } },
            {
              abs_before: new Date((close + 60) * 1_000).toISOString().replace('.000', ''),
              abs_before_epoch: String(close + 60),
            },
          ],
        },
      },
    ],
    flags: { clawback_enabled: false },
    paging_token: `${String(ledger)}-${id}`,
  })
  expect(keys(balance)).toBe(
    '_links id asset amount sponsor last_modified_ledger last_modified_time claimants flags paging_token',
  )
  expect(await get(path)).toEqual(balance)
})

test('behavior: an asset with who holds it, by how far they are authorized', async () => {
  const { usd, eur } = stage
  const [asset, other] = await records('/assets')
  expect(asset).toEqual({
    _links: { toml: { href: 'https://eur.example/.well-known/stellar.toml' } },
    asset_type: 'credit_alphanum4',
    asset_code: 'EUR',
    asset_issuer: eur.issuer,
    paging_token: `EUR_${eur.issuer}_credit_alphanum4`,
    num_claimable_balances: 0,
    num_liquidity_pools: 0,
    num_contracts: 0,
    accounts: { authorized: 1, authorized_to_maintain_liabilities: 1, unauthorized: 1 },
    claimable_balances_amount: '0.0000000',
    liquidity_pools_amount: '0.0000000',
    contracts_amount: '0.0000000',
    balances: { authorized: '12.5000000', authorized_to_maintain_liabilities: '0.0000000', unauthorized: '0.0000000' },
    flags: { auth_required: true, auth_revocable: true, auth_immutable: false, auth_clawback_enabled: false },
  })
  expect(keys(asset)).toBe(
    '_links asset_type asset_code asset_issuer paging_token num_claimable_balances num_liquidity_pools num_contracts accounts ' +
      'claimable_balances_amount liquidity_pools_amount contracts_amount balances flags',
  )
  expect(keys(asset?.['accounts'])).toBe('authorized authorized_to_maintain_liabilities unauthorized')
  expect(keys(asset?.['balances'])).toBe('authorized authorized_to_maintain_liabilities unauthorized')
  expect(other).toMatchObject({
    _links: { toml: { href: '' } },
    asset_issuer: usd.issuer,
    num_claimable_balances: 1,
    num_liquidity_pools: 1,
    accounts: { authorized: 7 },
    claimable_balances_amount: '7.0000000',
    liquidity_pools_amount: '50.0000000',
    balances: { authorized: '990.0000000' }, // 1,040 issued to holders, 50 of it in the pool
  })
})

test('behavior: health is one line of plain text, whatever is accepted', async () => {
  const response = await ask('/health', { Accept: 'image/png' })
  expect(await response.text()).toBe('{"database_connected":true,"core_up":true,"core_synced":true}\n')
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(response.headers.get('content-disposition')).toBeNull()
  expect(response.headers.get('latest-ledger')).toBeNull()
})

test('behavior: the recorded bodies have the same keys and types', async () => {
  const root = recording('root.json') as Body | undefined
  if (root === undefined) return
  expect(shapeOf({ ...(await get('/')), _links: [] })).toEqual(shapeOf({ ...root, _links: [] }))
  expect(shapeOf(await get('/fee_stats'))).toEqual(shapeOf(recording('fee_stats.json')))
  const [offer] = await records(`/offers?seller=${stage.maker.id}`)
  const recordedOffer = recording('offer.json') as Body
  expect(shapeOf({ ...offer, selling: {}, buying: {} })).toEqual(shapeOf({ ...recordedOffer, selling: {}, buying: {} }))
  const [ledger] = await records('/ledgers?order=desc&limit=1')
  expect(shapeOf(ledger)).toEqual(shapeOf(recording('ledger.json')))
  const account = await get(`/accounts/${stage.members.at(-1)?.id ?? ''}`)
  const mine = { ...account, balances: [], data: {} }
  expect(shapeOf(mine)).toEqual(shapeOf({ ...(recording('account.json') as Body), balances: [], data: {} }))
})

test('behavior: a stream of a data entry sends it when its value changes, and not when another one does', async () => {
  const { members } = stage
  const member = members[1] as Party
  await member.send(Operation.manageData({ name: 'watched', value: 'one' }))
  await using events = await openEvents(`${net.url}/accounts/${member.id}/data/watched`)
  const sent = (value: string): object => ({ data: JSON.stringify({ value: Buffer.from(value).toString('base64') }) })
  expect(await events.next()).toMatchObject({ event: 'open' })
  expect(await events.next()).toEqual(sent('one'))
  await member.send(Operation.manageData({ name: 'other', value: 'x' }))
  await member.send(Operation.manageData({ name: 'watched', value: 'two' }))
  expect(await events.next()).toEqual(sent('two'))
  await member.send(Operation.manageData({ name: 'watched', value: null }))
  const last = await events.next()
  expect(last).toMatchObject({ event: 'error', data: expect.stringMatching(/^problem: not_found\. full details: /) })
})
