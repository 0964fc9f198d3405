import { Asset, Operation, type Transaction, xdr } from '@stellar/stellar-sdk'
import type { Card } from '../card.ts'
import { holds, same } from '../expectations.ts'
import { at, isObject, type JsonObject, textAt } from '../json.ts'
import { hashOf, signedTransaction } from '../party.ts'
import type { Probe } from '../probe.ts'
import { isProblem } from '../problems.ts'
import { isRefused } from '../refusals.ts'

const sync = 'Horizon: POST /transactions'
const MALFORMED = {
  slug: 'transaction_malformed',
  title: 'Transaction Malformed',
  status: 400,
  detail:
    'Horizon could not decode the transaction envelope in this request. A transaction should be an XDR TransactionEnvelope struct encoded using base64.  The envelope read from this request is echoed in the `extras.envelope_xdr` field of this response for your convenience.',
} as const
const FAILED = {
  slug: 'transaction_failed',
  title: 'Transaction Failed',
  status: 400,
  detail:
    'The transaction failed when submitted to the stellar network. The `extras.result_codes` field on this response contains further details.  Descriptions of each code can be found at: https://developers.stellar.org/api/errors/http-status-codes/horizon-specific/transaction-failed/',
} as const

/** The holder pays the payer some stroops. */
function pay({ sign, stage }: Probe, amount = '0.0000001', terms = {}): Promise<Transaction> {
  const { holder, payer } = stage.parties
  return sign(holder, [Operation.payment({ destination: payer.id, asset: Asset.native(), amount })], terms)
}

/** A payment that a ledger takes and that fails there, after one that does not. */
function overdraw({ sign, stage }: Probe): Promise<Transaction> {
  const { holder, payer } = stage.parties
  const to = { destination: payer.id, asset: Asset.native() }
  return sign(holder, [Operation.payment({ ...to, amount: '1' }), Operation.payment({ ...to, amount: '900000' })])
}

async function sequenceOf({ read, stage }: Probe): Promise<string> {
  return textAt(await read(`/accounts/${stage.parties.holder.id}`), 'sequence')
}

/** Submissions that wait for their ledger. */
export const submissionCards: readonly Card[] = [
  {
    number: 202,
    title: 'a submission answers with the record of the transaction',
    source: sync,
    needs: 'stage',
    run: async (probe) => {
      const transaction = await pay(probe)
      const { status, body } = await probe.submit(transaction)
      const { result_meta_xdr: _, ...record } = await probe.read(`/transactions/${hashOf(transaction)}`)
      const { result_meta_xdr: __, ...answered } = isObject(body) ? body : {}
      same('status and record', [status, answered], [200, record])
    },
  },
  {
    number: 203,
    title: 'the same bytes again have the same answer, and are not applied again',
    source: sync,
    needs: 'stage',
    run: async (probe) => {
      const transaction = await pay(probe)
      const first = await probe.submit(transaction)
      const sequence = await sequenceOf(probe)
      const second = await probe.submit(transaction)
      same('answer', [second.status, textAt(second.body, 'id')], [200, textAt(first.body, 'id')])
      same('sequence', await sequenceOf(probe), sequence)
    },
  },
  {
    number: 204,
    title: 'a transaction that fails is a problem with envelope, codes and result, and without the hash',
    source: sync,
    needs: 'stage',
    run: async (probe) => {
      const transaction = await overdraw(probe)
      const answer = await probe.submit(transaction)
      const codes = { transaction: 'tx_failed', operations: ['op_success', 'op_underfunded'] }
      const record = await probe.read(`/transactions/${hashOf(transaction)}`)
      const extras = {
        envelope_xdr: transaction.toXDR(),
        result_codes: codes,
        result_xdr: at(record, 'result_xdr') ?? '',
      }
      isProblem(answer, { ...FAILED, extras })
    },
  },
  {
    number: 205,
    title: 'the same bytes of a failed transaction fail again, as they did',
    source: sync,
    needs: 'stage',
    run: async (probe) => {
      const transaction = await overdraw(probe)
      const first = await probe.submit(transaction)
      const second = await probe.submit(transaction)
      same('answer', [second.status, second.text], [400, first.text])
    },
  },
  {
    number: 206,
    title: 'a transaction that fails in a ledger costs its fee, and uses its sequence up',
    source: 'stellar-core: fees and sequence numbers',
    needs: 'stage',
    run: async (probe) => {
      const transaction = await overdraw(probe)
      await probe.submit(transaction)
      same('sequence', await sequenceOf(probe), transaction.sequence)
      const { fee_charged: fee } = await probe.read(`/transactions/${hashOf(transaction)}`)
      holds('a fee of two operations', Number(fee) >= 200, fee)
    },
  },
  {
    number: 207,
    title: 'a transaction that no ledger takes costs nothing, and is not found',
    source: 'stellar-core: fees and sequence numbers',
    needs: 'stage',
    run: async (probe) => {
      const before = await sequenceOf(probe)
      const transaction = await pay(probe, '1', { timebounds: { minTime: 4_000_000_000, maxTime: 0 } })
      await isRefused(probe, transaction, { transaction: 'tx_too_early' })
      same('sequence', await sequenceOf(probe), before)
      same('status by hash', (await probe.get(`/transactions/${hashOf(transaction)}`)).status, 404)
    },
  },
  {
    number: 208,
    title: 'what is no envelope is malformed, and echoed',
    source: sync,
    run: async ({ post }) => {
      isProblem(await post('/transactions', { tx: 'AAAA&<' }), { ...MALFORMED, extras: { envelope_xdr: 'AAAA&<' } })
    },
  },
  {
    number: 209,
    title: 'a submission without an envelope is malformed',
    source: sync,
    run: async ({ post }) => {
      isProblem(await post('/transactions', { other: 'x' }), { ...MALFORMED, extras: { envelope_xdr: '' } })
    },
  },
  {
    number: 210,
    title: 'a submission as JSON has an unsupported type',
    source: sync,
    run: async ({ ask }) => {
      const headers = { 'Content-Type': 'application/json' }
      isProblem(await ask('/transactions', { method: 'POST', headers, body: '{"tx":"AAAA"}' }), {
        slug: 'unsupported_media_type',
        title: 'Unsupported Media Type',
        status: 415,
        detail:
          'The request has an unsupported content type. Presently, the only supported content type is application/x-www-form-urlencoded.',
      })
    },
  },
  {
    number: 211,
    title: 'a submission may be a multipart form',
    source: sync,
    run: async ({ ask }) => {
      const body = '--b\r\nContent-Disposition: form-data; name="tx"\r\n\r\nAAAA\r\n--b--\r\n'
      const headers = { 'Content-Type': 'multipart/form-data; boundary=b' }
      const answer = await ask('/transactions', { method: 'POST', headers, body })
      isProblem(answer, { ...MALFORMED, extras: { envelope_xdr: 'AAAA' } })
    },
  },
  {
    number: 212,
    title: 'whoever bids too little is told the fee that would do, in the result',
    source: 'stellar-core: tx_insufficient_fee',
    needs: 'stage',
    run: async (probe) => {
      const { body } = await probe.submit(await pay(probe, '1', { fee: '99' }))
      same('code', textAt(body, 'extras.result_codes.transaction'), 'tx_insufficient_fee')
      const { feeCharged } = xdr.TransactionResult.fromXDR(textAt(body, 'extras.result_xdr'), 'base64')
      same('fee', feeCharged >= 100n, true)
    },
  },
  {
    number: 213,
    title: 'a sequence number that is not the next is a bad one, and no operation is named',
    source: 'Horizon: result codes',
    needs: 'stage',
    run: async (probe) => {
      const { passphrase, parties } = probe.stage
      const footing = { passphrase, sequence: BigInt(await sequenceOf(probe)) - 1n, party: parties.holder }
      const again = signedTransaction(footing, [Operation.bumpSequence({ bumpTo: '0' })])
      const codes: JsonObject = { transaction: 'tx_bad_seq' }
      same('result_codes', at((await probe.submit(again)).body, 'extras.result_codes'), codes)
    },
  },
]
