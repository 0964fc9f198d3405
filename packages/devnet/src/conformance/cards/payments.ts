import { Asset, Operation } from '@stellar/stellar-sdk'
import type { Card } from '../card.ts'
import { same } from '../expectations.ts'
import { listAt, textAt, textsAt } from '../json.ts'
import { hashOf } from '../party.ts'

/** Which operations are payments, and what failed ones show. */
export const paymentCards: readonly Card[] = [
  {
    number: 332,
    title: 'payments are creations, payments of either kind and merges',
    source: 'Horizon: GET /payments',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const types = async (name: 'trades' | 'pool' | 'merge' | 'sponsoring' | 'balances'): Promise<readonly string[]> =>
        textsAt(await records(`/transactions/${textAt(stage.transactions[name], 'hash')}/payments`), 'type')
      same('of trades', await types('trades'), ['path_payment_strict_receive'])
      same('of the pool', await types('pool'), ['path_payment_strict_send'])
      same('of the merge', await types('merge'), ['account_merge'])
      same('of sponsoring', await types('sponsoring'), ['create_account'])
      same('of balances', await types('balances'), [])
    },
  },
  {
    number: 333,
    title: 'payments of an account are the operations of it that pay',
    source: 'Horizon: GET /payments',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { leaver } = stage.parties
      const payments = await records(`/accounts/${leaver.id}/payments`)
      same('types', textsAt(payments, 'type'), ['create_account', 'account_merge'])
      same('operations', payments, await records(`/accounts/${leaver.id}/operations`))
    },
  },
  {
    number: 336,
    title: 'a path payment of a failed transaction has spent nothing',
    source: 'Horizon: operation resource, failed transactions',
    needs: 'stage',
    run: async (probe) => {
      const { taker, payer } = probe.stage.parties
      const to = { sendAsset: Asset.native(), destination: payer.id, destAsset: probe.stage.usd }
      const failing = await probe.sign(taker, [
        Operation.pathPaymentStrictReceive({ ...to, sendMax: '0.0000001', destAmount: '5' }),
        Operation.pathPaymentStrictSend({ ...to, sendAmount: '1', destMin: '5000' }),
      ])
      const { status } = await probe.submit(failing)
      same('status', status, 400)
      const rows = await probe.records(`/transactions/${hashOf(failing)}/operations`)
      same('source_amount', textAt(rows[0], 'source_amount'), '0.0000000')
      same('amount', textAt(rows[1], 'amount'), '0.0000000')
      same('path', listAt(rows[0], 'path').length, 0)
    },
  },
]
