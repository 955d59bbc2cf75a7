// Runs all tests one after the other and ends with the line that test.sh reads.
import { ended, run } from "./tests";
import "./grammar";
import "./server";

void run().then(() => process.exit(ended()));
