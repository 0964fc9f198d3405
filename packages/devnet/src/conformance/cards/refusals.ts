import { Asset, Operation, type Transaction, TransactionBuilder } from '@stellar/stellar-sdk'
import type { Card } from '../card.ts'
import { feeBump, signedTransaction } from '../party.ts'
import type { Probe } from '../probe.ts'
import { isRefused } from '../refusals.ts'

const codes = 'Horizon: services/horizon/internal/codes/main.go'

const nothing = (): ReturnType<typeof Operation.bumpSequence> => Operation.bumpSequence({ bumpTo: '0' })

/** A transaction without its signatures. */
function unsigned(transaction: Transaction, { stage }: Probe): Transaction {
  const builder = TransactionBuilder.cloneFrom(transaction, { fee: '1000', networkPassphrase: stage.passphrase })
  return builder.build()
}

/** Codes of transactions as a whole. */
export const refusalCards: readonly Card[] = [
  {
    number: 214,
    title: 'tx_bad_auth: a signature is missing',
    source: codes,
    needs: 'stage',
    run: async (probe) => {
      const signed = await probe.sign(probe.stage.parties.holder, [nothing()])
      await isRefused(probe, unsigned(signed, probe), { transaction: 'tx_bad_auth' })
    },
  },
  {
    number: 215,
    title: 'tx_bad_auth_extra: a signature is not needed',
    source: codes,
    needs: 'stage',
    run: async (probe) => {
      const { holder, payer } = probe.stage.parties
      const transaction = await probe.sign(holder, [nothing()], { signers: [payer] })
      await isRefused(probe, transaction, { transaction: 'tx_bad_auth_extra' })
    },
  },
  {
    number: 216,
    title: 'tx_too_early: the time has not come',
    source: codes,
    needs: 'stage',
    run: async (probe) => {
      const terms = { timebounds: { minTime: 4_000_000_000, maxTime: 0 } }
      await isRefused(probe, await probe.sign(probe.stage.parties.holder, [nothing()], terms), {
        transaction: 'tx_too_early',
      })
    },
  },
  {
    number: 217,
    title: 'tx_too_late: the time is over',
    source: codes,
    needs: 'stage',
    run: async (probe) => {
      const terms = { timebounds: { minTime: 0, maxTime: 1_000 } }
      await isRefused(probe, await probe.sign(probe.stage.parties.holder, [nothing()], terms), {
        transaction: 'tx_too_late',
      })
    },
  },
  {
    number: 218,
    title: 'tx_missing_operation: there is no operation',
    source: codes,
    needs: 'stage',
    run: async (probe) => {
      const transaction = await probe.sign(probe.stage.parties.holder, [])
      await isRefused(probe, transaction, { transaction: 'tx_missing_operation' })
    },
  },
  {
    number: 219,
    title: 'tx_no_source_account: nobody knows the account',
    source: codes,
    needs: 'stage',
    run: async (probe) => {
      const { passphrase, parties } = probe.stage
      const transaction = signedTransaction({ passphrase, sequence: 1n, party: parties.leaver }, [nothing()])
      await isRefused(probe, transaction, { transaction: 'tx_no_source_account' })
    },
  },
  {
    number: 220,
    title: 'tx_bad_sponsorship: a sponsorship is begun and not ended',
    source: codes,
    needs: 'stage',
    run: async (probe) => {
      const { holder, payer } = probe.stage.parties
      const begin = Operation.beginSponsoringFutureReserves({ sponsoredId: payer.id })
      await isRefused(probe, await probe.sign(holder, [begin]), { transaction: 'tx_bad_sponsorship' })
    },
  },
  {
    number: 221,
    title: 'tx_bad_minseq_age_or_gap: the account was used too lately',
    source: codes,
    needs: 'stage',
    run: async (probe) => {
      const transaction = await probe.sign(probe.stage.parties.holder, [nothing()], {
        minAccountSequenceLedgerGap: 4_000_000,
      })
      await isRefused(probe, transaction, { transaction: 'tx_bad_minseq_age_or_gap' })
    },
  },
  {
    number: 222,
    title: 'tx_insufficient_balance: the fee cannot be paid',
    source: codes,
    needs: 'stage',
    run: async (probe) => {
      const keypair = probe.createKeypair()
      const poor = { keypair, id: keypair.publicKey() }
      const create = Operation.createAccount({ destination: poor.id, startingBalance: '1' })
      await probe.send(probe.stage.parties.payer, [create])
      await isRefused(probe, await probe.sign(poor, [nothing()]), { transaction: 'tx_insufficient_balance' })
    },
  },
  {
    number: 223,
    title: 'tx_fee_bump_inner_failed: the codes of what failed inside a fee bump are named beside it',
    source: codes,
    needs: 'stage',
    run: async (probe) => {
      const { holder, payer } = probe.stage.parties
      const to = { destination: payer.id, asset: Asset.native(), amount: '900000' }
      const inner = await probe.sign(holder, [Operation.payment(to)])
      await isRefused(probe, feeBump(payer, inner, { passphrase: probe.stage.passphrase }), {
        transaction: 'tx_fee_bump_inner_failed',
        inner_transaction: 'tx_failed',
        operations: ['op_underfunded'],
      })
    },
  },
]
