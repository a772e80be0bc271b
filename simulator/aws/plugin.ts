/** Entry point of `pulumi-resource-aws`, the plugin that stands in for Pulumi's AWS provider. */
import { RUNNER_VARIABLE } from "../functions/run";
import { runnerAt } from "../functions/runner-client";
import { serve } from "../provider/server";
import { AccountStore } from "./account-store";
import { Catalogue } from "./catalogue";
import { TIME_SCALE_VARIABLE, timeScale } from "./latencies";
import { PluginProvider } from "./plugin-provider";
import { AwsProvider } from "./provider";
import { SERVICES, servicesRunning } from "./services/index";

/** The environment variable with the path of the account's file. */
const ACCOUNT_VARIABLE = "LIBRECHAT_SIMULATED_ACCOUNT";

function main(): void {
    const account = process.env[ACCOUNT_VARIABLE];
    if (account === undefined || account === "") {
        throw new Error(
            `${ACCOUNT_VARIABLE} is not set: this is the simulated AWS, and it needs a file for the simulated account. ` +
                "Start it with npm run simulate, or set the variable to a path.",
        );
    }
    const runner = process.env[RUNNER_VARIABLE];
    const services = runner === undefined || runner === "" ? SERVICES : servicesRunning(runnerAt(runner));
    const aws = new AwsProvider(new AccountStore(account), new Catalogue(services));
    serve(new PluginProvider(aws, timeScale(process.env[TIME_SCALE_VARIABLE])));
}

try {
    main();
} catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
}
