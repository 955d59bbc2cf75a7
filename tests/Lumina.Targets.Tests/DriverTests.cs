using Lumina.Targets.Tests.Contract;
using Lumina.Targets.Tests.Drivers;

namespace Lumina.Targets.Tests;

// Each driver against each contract that it can keep; a new driver gets its lines here.

public sealed class SimulatedOperationsTests(SimulatedDriver driver) : OperationsContract<SimulatedDriver>(driver);

public sealed class SimulatedInstancesTests(SimulatedDriver driver) : InstancesContract<SimulatedDriver>(driver);

public sealed class SimulatedTrafficTests(SimulatedDriver driver) : TrafficContract<SimulatedDriver>(driver);

public sealed class SimulatedMeasuringTests(SimulatedDriver driver) : MeasuringContract<SimulatedDriver>(driver);

public sealed class SimulatedContentsTests(SimulatedDriver driver) : ContentsContract<SimulatedDriver>(driver);

public sealed class ProcessContentsTests(ProcessDriver driver) : KeptContentsContract<ProcessDriver>(driver);

public sealed class ProcessOperationsTests(ProcessDriver driver) : OperationsContract<ProcessDriver>(driver);

public sealed class ProcessInstancesTests(ProcessDriver driver) : InstancesContract<ProcessDriver>(driver);

public sealed class ProcessTrafficTests(ProcessDriver driver) : TrafficContract<ProcessDriver>(driver);

public sealed class ProcessMeasuringTests(ProcessDriver driver) : MeasuringContract<ProcessDriver>(driver);

public sealed class ProcessRestartTests(ProcessDriver driver) : RestartContract<ProcessDriver>(driver);

public sealed class ProcessRealityTests(ProcessDriver driver) : RealityContract<ProcessDriver>(driver);
