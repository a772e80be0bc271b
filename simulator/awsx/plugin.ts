/** The process `pulumi-resource-awsx`. */
import { serve } from "../provider/server";
import { EngineLog } from "./monitor";
import { AwsxProvider, componentCalls } from "./service";

const [engineAddress] = process.argv.slice(2);
if (engineAddress === undefined) {
    console.error("pulumi-resource-awsx is started by the Pulumi engine, which gives its address; run npm run simulate instead");
    process.exitCode = 1;
} else {
    serve(new AwsxProvider(), componentCalls(new EngineLog(engineAddress)));
}
