import { Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { bodies, createMarket, createParty, keys } from '../../../test/retold.ts'

test('behavior: options show what is set, zeros too, flags as numbers and by name', () => {
  const hand = createParty()
  const all = Operation.setOptions({
    ...{
      inflationDest: hand.id('bob'),
      clearFlags: 2,
      setFlags: 9 as never,
      masterWeight: 5,
      homeDomain: 'example.org',
    },
    ...{ lowThreshold: 0, medThreshold: 1, highThreshold: 2 },
    signer: { ed25519PublicKey: hand.id('carol'), weight: 0 },
  })
  const clear = Operation.setOptions({ homeDomain: '', masterWeight: 0 })
  const [first, second] = [bodies(hand, 'alice', all)[0], bodies(hand, 'bob', clear)[0]]
  expect(keys(first)).toBe(
    'home_domain inflation_dest master_key_weight signer_key signer_weight set_flags set_flags_s clear_flags ' +
      'clear_flags_s low_threshold med_threshold high_threshold',
  )
  expect(first).toEqual({
    ...{ home_domain: 'example.org', inflation_dest: hand.id('bob'), master_key_weight: 5 },
    ...{ signer_key: hand.id('carol'), signer_weight: 0 },
    ...{ set_flags: [1, 8], set_flags_s: ['auth_required', 'auth_clawback_enabled'] },
    ...{ clear_flags: [2], clear_flags_s: ['auth_revocable'] },
    ...{ low_threshold: 0, med_threshold: 1, high_threshold: 2 },
  })
  expect(second).toEqual({ master_key_weight: 0 })
})

test('behavior: data, clawback and inflation', () => {
  const { usd, ...hand } = createMarket()
  const keep = (value: string | null) => Operation.manageData({ name: 'motto', value })
  expect(bodies(hand, 'alice', keep('one'), keep(null))).toEqual([
    { name: 'motto', value: 'b25l' },
    { name: 'motto', value: '' },
  ])
  const [back] = bodies(hand, 'issuer', Operation.clawback({ asset: usd, from: hand.id('bob'), amount: '3' }))
  expect(keys(back)).toBe('asset_type asset_code asset_issuer from amount')
})
