/** The process `pulumi-resource-random`. */
import { serve } from "../provider/server";
import { RandomProvider } from "./random-provider";

serve(new RandomProvider());
