import { xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { invokeBody } from './contracts.ts'

test('behavior: a contract call tells contract and function as values, and no changes of balances', () => {
  const contractAddress = { type: 1, contractId: new Uint8Array(32) } as const
  const invokeContract = { contractAddress, functionName: new xdr.XdrString('rebalance'), args: [] }
  const body = invokeBody({ hostFunction: { type: 0, invokeContract }, auth: [] })
  expect(Object.keys(body)).toEqual(['function', 'parameters', 'address', 'salt', 'asset_balance_changes'])
  expect(body).toEqual({
    function: 'HostFunctionTypeHostFunctionTypeInvokeContract',
    parameters: [
      { value: expect.any(String), type: 'Address' },
      { value: 'AAAADwAAAAlyZWJhbGFuY2UAAAA=', type: 'Sym' },
    ],
    ...{ address: '', salt: '', asset_balance_changes: null },
  })
})
