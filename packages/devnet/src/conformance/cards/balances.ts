import type { Card } from '../card.ts'
import { same } from '../expectations.ts'
import { isObject, type Json, listAt, textAt, textsAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { hasShape } from '../shape.ts'
import type { PartyName } from '../stage/stage.ts'

const body = 'Horizon: account resource, balances'

const SHAPES: Readonly<Record<string, string>> = {
  credit_alphanum4:
    'balance$ limit$ buying_liabilities$ selling_liabilities$ sponsor? last_modified_ledger# is_authorized! ' +
    'is_authorized_to_maintain_liabilities! is_clawback_enabled!? asset_type asset_code asset_issuer',
  liquidity_pool_shares:
    'balance$ liquidity_pool_id limit$ last_modified_ledger# is_authorized! is_authorized_to_maintain_liabilities! ' +
    'is_clawback_enabled!? asset_type',
  native: 'balance$ buying_liabilities$ selling_liabilities$ asset_type',
}

async function balancesOf({ read, stage }: Probe, name: PartyName): Promise<readonly Json[]> {
  return listAt(await read(`/accounts/${stage.parties[name].id}`), 'balances')
}

/** What of a balance is named, as texts. */
function values(balance: Json | undefined, ...names: readonly string[]): readonly string[] {
  return names.map((name) => textAt(balance, name))
}

/** What an account holds. */
export const balanceCards: readonly Card[] = [
  {
    number: 118,
    title: 'a credit balance has its members in order',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const [credit] = await balancesOf(probe, 'maker')
      hasShape('balance', credit, SHAPES['credit_alphanum4'] ?? '')
    },
  },
  {
    number: 119,
    title: 'the native balance has neither limit nor issuer',
    source: body,
    needs: 'stage',
    run: async (probe) => hasShape('balance', (await balancesOf(probe, 'maker')).at(-1), SHAPES['native'] ?? ''),
  },
  {
    number: 120,
    title: 'a pool share has the id of its pool, and no liabilities',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const [share] = await balancesOf(probe, 'provider')
      hasShape('balance', share, SHAPES['liquidity_pool_shares'] ?? '')
      same('pool', textAt(share, 'liquidity_pool_id'), probe.stage.poolId)
    },
  },
  {
    number: 121,
    title: 'pool shares come first, then credit by its code, and lumens last',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const balances = await balancesOf(probe, 'provider')
      const names = balances.map((balance) => textAt(balance, 'asset_code') || textAt(balance, 'asset_type'))
      same('order', names, ['liquidity_pool_shares', 'EUR', 'USD', 'native'])
    },
  },
  {
    number: 122,
    title: 'liabilities are what open offers would sell and buy',
    source: 'Horizon: liabilities (CAP-3)',
    needs: 'stage',
    run: async (probe) => {
      const balances = await balancesOf(probe, 'maker')
      const usd = balances.find((balance) => textAt(balance, 'asset_code') === 'USD')
      same('of USD', values(usd, 'selling_liabilities', 'buying_liabilities'), ['33.0000000', '52.0000000'])
      same('of XLM', values(balances.at(-1), 'selling_liabilities', 'buying_liabilities'), ['42.0000000', '76.0000000'])
    },
  },
  {
    number: 123,
    title: 'a line without a limit of its own has the largest amount',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const [credit] = await balancesOf(probe, 'maker')
      same('limit', textAt(credit, 'limit'), '922337203685.4775807')
      const { balances } = await probe.read(`/accounts/${probe.stage.newbie.id}`)
      same('limit of another', textAt(balances, '0.limit'), '500.0000000')
    },
  },
  {
    number: 124,
    title: 'clawback is named where it is enabled alone',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const [regulated] = await balancesOf(probe, 'holder')
      const [free] = await balancesOf(probe, 'maker')
      same('of REG', textAt(regulated, 'asset_code'), 'REG')
      same('is_clawback_enabled', isObject(regulated) ? regulated['is_clawback_enabled'] : undefined, true)
      same('of EUR', isObject(free) && 'is_clawback_enabled' in free, false)
    },
  },
  {
    number: 125,
    title: 'authorization is shown in two steps',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const flags = (balance: Json | undefined): readonly Json[] =>
        ['is_authorized', 'is_authorized_to_maintain_liabilities'].map((name) =>
          isObject(balance) ? (balance[name] ?? null) : null,
        )
      same('of who is authorized', flags((await balancesOf(probe, 'holder'))[0]), [true, true])
      same('of who is not', flags((await balancesOf(probe, 'ward'))[0]), [false, false])
    },
  },
  {
    number: 126,
    title: 'the assets of balances are told by type, code and issuer',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const balances = await balancesOf(probe, 'taker')
      same('types', textsAt(balances, 'asset_type'), ['credit_alphanum4', 'credit_alphanum4', 'native'])
      const { issuer } = probe.stage.parties
      same('issuers', textsAt(balances, 'asset_issuer'), [issuer.id, issuer.id, ''])
    },
  },
]
