import { Asset, Operation, type Transaction } from '@stellar/stellar-sdk'
import type { Card } from '../card.ts'
import { matches, need, same } from '../expectations.ts'
import { type JsonObject, textAt } from '../json.ts'
import { hashOf, signedTransaction } from '../party.ts'
import type { Answer, Probe } from '../probe.ts'

const source = 'Horizon: POST /transactions_async'
const ATTEMPTS = 8

function enqueue({ post }: Probe, transaction: Transaction): Promise<Answer> {
  return post('/transactions_async', { tx: transaction.toXDR() })
}

/** Payments of one account with its next sequence number, which differ in their amount. */
async function payments({ read, stage }: Probe, count: number): Promise<readonly Transaction[]> {
  const { ward: party, payer } = stage.parties
  const sequence = BigInt(textAt(await read(`/accounts/${party.id}`), 'sequence'))
  return Array.from({ length: count }, (_, index) => {
    const to = { destination: payer.id, asset: Asset.native(), amount: `0.000000${index + 1}` }
    return signedTransaction({ passphrase: stage.passphrase, sequence, party }, [Operation.payment(to)])
  })
}

async function payment(probe: Probe): Promise<Transaction> {
  return need((await payments(probe, 1))[0], 'There is no payment.')
}

/** Two submissions that have to reach the queue between the same two ledgers: tried until they do. */
async function second(
  probe: Probe,
  { count, isMet }: { readonly count: number; readonly isMet: (answer: Answer) => boolean },
): Promise<{ readonly answer: Answer; readonly hash: string }> {
  let last: { readonly answer: Answer; readonly hash: string } | undefined
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const [one, other = one] = await payments(probe, count)
    if (one === undefined || other === undefined) break
    await enqueue(probe, one)
    last = { answer: await enqueue(probe, other), hash: hashOf(other) }
    if (isMet(last.answer)) break
    await probe.ledgers(1)
  }
  return need(last, 'Nothing was submitted.')
}

/** The body and its status, as the queue's answers have them. */
function answers(answer: Answer, code: number, body: JsonObject): void {
  same('status and body', [answer.status, answer.text], [code, JSON.stringify(body, null, 2)])
}

/** Submissions that are answered by the queue. */
export const asynchronousCards: readonly Card[] = [
  {
    number: 230,
    title: 'what is queued is PENDING, with 201 and its hash, as HAL',
    source,
    needs: 'stage',
    run: async (probe) => {
      const transaction = await payment(probe)
      const answer = await enqueue(probe, transaction)
      answers(answer, 201, { tx_status: 'PENDING', hash: hashOf(transaction) })
      same('Content-Type', answer.headers['content-type'], 'application/hal+json; charset=utf-8')
      await probe.ledgers(2)
    },
  },
  {
    number: 231,
    title: 'what is queued already is DUPLICATE, with 409',
    source,
    needs: 'stage',
    run: async (probe) => {
      const isMet = ({ status }: Answer): boolean => status !== 503 && status !== 400
      const { answer, hash } = await second(probe, { count: 1, isMet })
      answers(answer, 409, { tx_status: 'DUPLICATE', hash })
      await probe.ledgers(2)
    },
  },
  {
    number: 232,
    title: 'another of the same account has to TRY_AGAIN_LATER, with 503',
    source,
    needs: 'stage',
    run: async (probe) => {
      const isMet = ({ status }: Answer): boolean => status !== 400
      const { answer, hash } = await second(probe, { count: 2, isMet })
      answers(answer, 503, { tx_status: 'TRY_AGAIN_LATER', hash })
      await probe.ledgers(2)
    },
  },
  {
    number: 233,
    title: 'what is refused is ERROR, with 400 and the result first, and is no problem body',
    source,
    needs: 'stage',
    run: async (probe) => {
      const { stage } = probe
      const footing = { passphrase: stage.passphrase, sequence: 1n, party: stage.parties.ward }
      const transaction = signedTransaction(footing, [Operation.bumpSequence({ bumpTo: '0' })])
      const answer = await enqueue(probe, transaction)
      const result = textAt(answer.body, 'error_result_xdr')
      answers(answer, 400, { error_result_xdr: result, tx_status: 'ERROR', hash: hashOf(transaction) })
      matches('result', result, /[/]{4}7AAAAAA==$/) // the code of tx_bad_seq and nothing after it
      same('Content-Type', answer.headers['content-type'], 'application/hal+json; charset=utf-8')
    },
  },
  {
    number: 234,
    title: 'what is no envelope is malformed, with an error of nothing beside the echo',
    source,
    run: async ({ post }) => {
      const { status, body } = await post('/transactions_async', { tx: 'AAAA' })
      same('status and slug', [status, textAt(body, 'type').split('/').at(-1) ?? ''], [400, 'transaction_malformed'])
      same('extras', Object.keys((body as { extras?: JsonObject }).extras ?? {}), ['envelope_xdr', 'error'])
    },
  },
  {
    number: 235,
    title: 'what was applied just now has to TRY_AGAIN_LATER: the queue looks nothing up',
    source: 'stellar-core: ban of applied transactions',
    needs: 'stage',
    run: async (probe) => {
      const transaction = await payment(probe)
      same('submission', (await probe.submit(transaction)).status, 200)
      answers(await enqueue(probe, transaction), 503, { tx_status: 'TRY_AGAIN_LATER', hash: hashOf(transaction) })
    },
  },
]
