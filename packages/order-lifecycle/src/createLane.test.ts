import { isSdexError } from '@sdex/primitives'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFakeNetwork, type EndOfSubmission, market, type Submission } from '../test/fakeNetwork.ts'
import { successXdr } from '../test/results.ts'
import type { Settlement } from './settlement.ts'

const terms = { market, side: 'sell', price: { n: 1, d: 4 }, amount: 100n } as const

type Step =
  | 'place'
  | 'leave'
  | 'accept'
  | 'apply'
  | 'fail'
  | 'reject'
  | 'expire'
  | 'error'
  | 'commit'
  | 'commitLagging'
  | 'foreign'
  | 'wait'

const anySteps = fc.array(
  fc.constantFrom<Step>(
    ...(['place', 'place', 'place', 'leave', 'accept', 'apply', 'apply', 'fail', 'reject', 'expire'] as const),
    ...(['error', 'commit', 'commit', 'commitLagging', 'foreign', 'wait'] as const),
  ),
  { maxLength: 60 },
)

type Command = { readonly leave: () => void; end?: Settlement | { readonly code: string } }

/** The network as it is, apart from what the lane has been shown of it. */
function createModel() {
  const network = createFakeNetwork()
  const commands: Command[] = []
  const truth = new Map<string, EndOfSubmission>()
  // The same bytes again are answered with what became of them meanwhile.
  const submit: typeof network.submitter.submit = (envelopeXdr, options) => {
    const result = network.submitter.submit(envelopeXdr, options)
    const known = truth.get(network.latest().hash)
    if (known !== undefined) network.latest().end(known)
    return result
  }
  const orders = network.createOrders({ maxQueued: 4, submitter: { submit } })
  let [ledger, sequence] = [100, 40n]

  const unresolved = (): Submission | undefined => {
    const last = network.submissions.at(-1)
    return last === undefined || truth.has(last.hash) ? undefined : last
  }
  const end = (submission: Submission, result: EndOfSubmission): void => {
    truth.set(submission.hash, result)
    submission.end(result)
  }
  /** As a ledger would: what has another number is refused, and never waits. */
  const close = (submission: Submission, status: 'applied' | 'failed'): void => {
    if (submission.sequence !== sequence + 1n) {
      reject(submission, 'tx_bad_seq')
      return
    }
    ledger += 1
    sequence += 1n
    const plain = { ledger, feeCharged: 100n, resultXdr: successXdr([{}]) }
    const codes = { transaction: 'tx_failed', operations: ['op_underfunded'] }
    end(submission, status === 'applied' ? { status, ...plain } : { status, ...plain, codes })
  }
  const reject = (submission: Submission, transaction: string): void =>
    end(submission, { status: 'rejected', codes: { transaction, operations: [] } })

  const place = (): void => {
    const controller = new AbortController()
    const command: Command = { leave: () => controller.abort() }
    const note = (result: Settlement | { readonly code: string }): void => {
      expect(command.end).toBeUndefined() // a command ends once
      command.end = result
    }
    orders.place(terms, { signal: controller.signal }).then(note, (error: unknown) => {
      note({ code: isSdexError(error) ? error.code : String(error) })
    })
    commands.push(command)
  }
  const steps: Record<Step, (submission: Submission | undefined) => unknown> = {
    place,
    leave: () => commands.findLast((command) => command.end === undefined)?.leave(),
    accept: (submission) => submission?.accept(),
    apply: (submission) => submission && close(submission, 'applied'),
    fail: (submission) => submission && close(submission, 'failed'),
    reject: (submission) => submission && reject(submission, 'tx_bad_auth'),
    expire: (submission) => {
      if (submission === undefined) return
      ledger += 7
      end(submission, { status: 'expired', provenAtLedger: ledger })
    },
    error: (submission) => submission?.fail(new Error('no answer')),
    commit: () => {
      ledger += 1
      network.commit({ ledger, sequence })
    },
    // A server that lags shows an old sequence number, under an old ledger.
    commitLagging: () => network.commit({ ledger: network.views$.value.ledger }),
    foreign: () => {
      // Another program's transaction; what is out with that number can only be refused from then on.
      sequence += 1n
      ledger += 1
    },
    wait: () => network.clock.advance(30_000),
  }
  const run = async (step: Step): Promise<void> => {
    await steps[step](unresolved())
    await network.clock.advance(0)
  }
  return { ...network, orders, commands, truth, run, unresolved, sequence: () => sequence }
}

/** The model, checked as it goes, then brought to rest. */
async function play(steps: readonly Step[]) {
  const model = createModel()
  const check = (): void => {
    const hashes = [...new Set(model.submissions.map(({ hash }) => hash))]
    const open = hashes.filter((hash) => !model.truth.has(hash))
    expect(open.length).toBeLessThanOrEqual(1)
  }
  for (const step of steps) {
    await model.run(step)
    check()
  }
  for (let turn = 0; turn < 20; turn += 1) {
    await model.run('commit')
    await model.run('wait')
    await model.run('apply')
    check()
  }
  return model
}

test('property: whatever comes, one transaction is out at a time and every command ends once, with the truth', async () => {
  await fc.assert(
    fc.asyncProperty(anySteps, async (steps) => {
      const { commands, truth, orders, clock, open, unresolved } = await play(steps)
      expect(unresolved()).toBeUndefined()
      for (const { end } of commands) {
        if (end === undefined) throw new Error('A command has no end.')
        if ('status' in end) expect(truth.get(end.hash)?.status).toBe(end.status)
        else expect(['SDEX_ABORTED', 'SDEX_ORDER_QUEUE_FULL']).toContain(end.code)
      }
      await orders.close()
      expect(clock.timerCount).toBe(0)
      expect(open).toEqual({ views: 0, trades: 0 })
    }),
    { numRuns: 150 },
  )
})

test('property: a sequence number that is used up is never used again, and one that is free is not skipped', async () => {
  await fc.assert(
    fc.asyncProperty(
      anySteps.map((steps) => steps.filter((step) => step !== 'foreign')),
      async (steps) => {
        const { submissions, truth, orders, sequence } = await play(steps)
        const byHash = new Map(submissions.map((submission) => [submission.hash, submission.sequence]))
        const used = [...byHash].filter(([hash]) => ['applied', 'failed'].includes(truth.get(hash)?.status ?? ''))
        expect(used.map(([, number]) => number)).toEqual(used.map((_, at) => 41n + BigInt(at)))
        expect(sequence()).toBe(40n + BigInt(used.length))
        await orders.close()
      },
    ),
    { numRuns: 150 },
  )
})
