/** AWS Lambda: functions, who may invoke them, and invocations during a deployment. */
import { connect as connectOverVirtualNetwork } from "../../network/connect";
import type { RunFunction } from "../../functions/runner-client";
import type { Service } from "../resource-type";
import type { Connect } from "./lambda-execution";
import { lambdaFunction } from "./lambda-function";
import { invocation } from "./lambda-invocation";
import { permission } from "./lambda-permission";

/**
 * @param connect the virtual network that functions are in; left out: the one over the account
 * @param run runs the code of functions; left out: only the packets that it would send are forwarded
 */
export function lambdaService(connect: Connect = connectOverVirtualNetwork, run?: RunFunction): Service {
    return { name: "AWS Lambda", resourceTypes: [lambdaFunction, permission, invocation({ connect, run })] };
}

export const service = lambdaService();
