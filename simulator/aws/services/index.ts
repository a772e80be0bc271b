/** The services of the simulated AWS. */
import type { Service } from "../resource-type";

export const SERVICES: readonly Service[] = [];
