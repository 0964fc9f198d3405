import { library } from '@sdex/build'

export default library()
