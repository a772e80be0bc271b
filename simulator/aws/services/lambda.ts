/** AWS Lambda: functions, who may invoke them, and invocations during a deployment. */
import { connect as connectOverVirtualNetwork } from "../../network/connect";
import type { Service } from "../resource-type";
import type { Connect } from "./lambda-execution";
import { lambdaFunction } from "./lambda-function";
import { invocation } from "./lambda-invocation";
import { permission } from "./lambda-permission";

/** @param connect the virtual network that functions are in */
export function lambdaService(connect: Connect): Service {
    return { name: "AWS Lambda", resourceTypes: [lambdaFunction, permission, invocation(connect)] };
}

export const service = lambdaService(connectOverVirtualNetwork);
