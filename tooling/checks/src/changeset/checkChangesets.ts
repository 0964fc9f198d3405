import { reportProblems } from '../workspace/reportProblems.ts'
import { root } from '../workspace/root.ts'
import { missingChangesets } from './missingChangesets.ts'

const found = missingChangesets(root)
if ('unknown' in found) process.stdout.write(`not checked: ${found.unknown}\n`)
else reportProblems(found.problems, 'every change of a public API is announced')
