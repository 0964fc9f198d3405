import type { Card } from '../card.ts'
import { same } from '../expectations.ts'
import { at, type Json, textAt, textsAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { hasShape } from '../shape.ts'

const source = 'Horizon: GET /assets'

async function asset({ first, stage }: Probe, code: 'USD' | 'EUR' | 'REG'): Promise<Json> {
  const issuer = code === 'REG' ? stage.parties.regulator.id : stage.parties.issuer.id
  return first(`/assets?asset_code=${code}&asset_issuer=${issuer}`)
}

/** Assets and their statistics, and health. */
export const assetCards: readonly Card[] = [
  {
    number: 290,
    title: 'an asset has its members in order',
    source,
    run: async ({ first }) =>
      hasShape(
        'asset',
        await first('/assets?limit=1'),
        '_links{toml{href}} asset_type asset_code asset_issuer paging_token contract_id? num_claimable_balances# ' +
          'num_liquidity_pools# num_contracts# accounts{authorized# authorized_to_maintain_liabilities# unauthorized#} ' +
          'claimable_balances_amount$ liquidity_pools_amount$ contracts_amount$ balances{authorized$ ' +
          'authorized_to_maintain_liabilities$ unauthorized$} flags{auth_required! auth_revocable! auth_immutable! auth_clawback_enabled!}',
      ),
  },
  {
    number: 291,
    title: 'an asset links to the stellar.toml of its issuer, or to nothing',
    source,
    needs: 'stage',
    run: async (probe) => {
      const toml = 'https://sdex.example/.well-known/stellar.toml'
      same('toml', at(await asset(probe, 'USD'), '_links.toml.href'), toml)
      same('without a home domain', at(await asset(probe, 'REG'), '_links.toml.href'), '')
    },
  },
  {
    number: 292,
    title: 'the token of an asset is code, issuer and type',
    source,
    needs: 'stage',
    run: async (probe) => {
      const expected = `USD_${probe.stage.parties.issuer.id}_credit_alphanum4`
      same('token', at(await asset(probe, 'USD'), 'paging_token'), expected)
    },
  },
  {
    number: 293,
    title: 'the lines of an asset are counted and summed by their authorization',
    source,
    needs: 'stage',
    run: async (probe) => {
      const found = await asset(probe, 'REG')
      same('accounts', at(found, 'accounts'), { authorized: 1, authorized_to_maintain_liabilities: 0, unauthorized: 1 })
      same('balances of the ward', at(found, 'balances.unauthorized'), '5.0000000')
    },
  },
  {
    number: 294,
    title: 'what pools hold of an asset is counted and summed by itself',
    source,
    needs: 'stage',
    run: async (probe) => {
      const found = await asset(probe, 'EUR')
      const pool = await probe.read(`/liquidity_pools/${probe.stage.poolId}`)
      const expected = [1, textAt(pool, 'reserves.1.amount')]
      same('pools', [at(found, 'num_liquidity_pools') ?? 0, at(found, 'liquidity_pools_amount') ?? ''], expected)
    },
  },
  {
    number: 295,
    title: 'the flags of an asset are those of its issuer',
    source,
    needs: 'stage',
    run: async (probe) => {
      const flags = { auth_required: true, auth_revocable: true, auth_immutable: false, auth_clawback_enabled: true }
      same('flags', at(await asset(probe, 'REG'), 'flags'), flags)
    },
  },
  {
    number: 296,
    title: 'assets are listed by code, then issuer',
    source,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const codes = textsAt(await records(`/assets?asset_issuer=${stage.parties.issuer.id}`), 'asset_code')
      same('codes', codes, ['EUR', 'USD'])
    },
  },
  {
    number: 297,
    title: 'health is told in one line with a newline, as plain text',
    source: 'Horizon: GET /health',
    run: async ({ get }) => {
      const { text, headers } = await get('/health')
      same('body', text, '{"database_connected":true,"core_up":true,"core_synced":true}\n')
      same('Content-Type', headers['content-type'], 'text/plain; charset=utf-8')
      same('Content-Disposition', headers['content-disposition'], undefined)
    },
  },
  {
    number: 298,
    title: 'health is told whatever is accepted',
    source: 'Horizon: GET /health',
    run: async ({ get }) => same('status', (await get('/health', { Accept: 'text/event-stream' })).status, 200),
  },
]
