import { Asset, Claimant, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { bodies, createParty, operationBodies, operationRows } from '../../../test/retold.ts'

const xlm = Asset.native()

test('behavior: claimable balances are named where they end, not where they begin', () => {
  const hand = createParty()
  const times = Claimant.predicateOr(
    Claimant.predicateBeforeAbsoluteTime('253402300800'),
    Claimant.predicateBeforeRelativeTime('9'),
  )
  const claimants = [new Claimant(hand.id('bob'), times), new Claimant(hand.id('alice'))]
  const create = Operation.createClaimableBalance({ asset: xlm, amount: '3', claimants })
  const closed = hand.close(hand.sign('alice', [create]))
  const [row] = operationRows(closed)
  expect(operationBodies(closed)).toEqual([
    {
      ...{ sponsor: hand.id('alice'), asset: 'native', amount: '3.0000000' },
      claimants: [
        {
          destination: hand.id('bob'),
          predicate: {
            or: [{ abs_before: '+10000-01-01T00:00:00Z', abs_before_epoch: '253402300800' }, { rel_before: '9' }],
          },
        },
        { destination: hand.id('alice'), predicate: { unconditional: true } },
      ],
    },
  ])
  const [change] = row?.changes ?? []
  const id = change?.type === 'created' && change.after.type === 'claimableBalance' ? change.after.id : ''
  const balance_id = `00000000${id}`
  expect(bodies(hand, 'bob', Operation.claimClaimableBalance({ balanceId: balance_id }))).toEqual([
    { balance_id, claimant: hand.id('bob') },
  ])
})
