// What the journeys and other programs of the workspace use of the tools.
export { startPostgres, type Postgres, type PostgresOptions } from './postgres/start';
export {
  type DemoExam, drawn, type KeptOrder, type KeptReport, type LocalPatient, Pace, plannedObjects, reportMessage, sendExam, sendReport, thinned, world, type World,
} from './demo/index';
export { isAlive } from './processes/alive';
export { endWithParent, keep, type Exit, type Kept, type KeptOptions } from './processes/keep';
export { freePort, freePortRange, portAnswers, portIsFree } from './processes/ports';
export { PRODUCT_PORTS, startProduct, type Product, type ProductOptions } from './product/start-product';
export { workspaceRoot } from './product/workspace';
