"""Small DMN models for the tests."""

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(body: str, *, namespace: str = "urn:test", dmn: str = NAMESPACE) -> bytes:
    return (
        f'<definitions xmlns="{dmn}" namespace="{namespace}" name="test" id="m">{body}</definitions>'.encode()
    )


def input_data(name: str, kind: str = "") -> str:
    type_ref = f' typeRef="{kind}"' if kind else ""
    return f'<inputData id="i_{name}" name="{name}"><variable name="{name}"{type_ref}/></inputData>'


def literal(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<literalExpression><text>{escaped}</text></literalExpression>"


def decision(name: str, boxed: str, inputs=(), decisions=(), knowledge=(), kind: str = "") -> str:
    type_ref = f' typeRef="{kind}"' if kind else ""
    requires = "".join(f'<requiredInput href="#i_{item}"/>' for item in inputs)
    requires += "".join(f'<requiredDecision href="#d_{item}"/>' for item in decisions)
    needs = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#k_{item}"/></knowledgeRequirement>'
        for item in knowledge
    )
    return (
        f'<decision id="d_{name}" name="{name}"><variable name="{name}"{type_ref}/>'
        f"<informationRequirement>{requires}</informationRequirement>{needs}{boxed}</decision>"
    )


def knowledge(name: str, parameters: dict[str, str], boxed: str, needs=()) -> str:
    formal = "".join(f'<formalParameter name="{key}" typeRef="{kind}"/>' for key, kind in parameters.items())
    needed = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#k_{item}"/></knowledgeRequirement>'
        for item in needs
    )
    return (
        f'<businessKnowledgeModel id="k_{name}" name="{name}"><variable name="{name}"/>'
        f"<encapsulatedLogic>{formal}{boxed}</encapsulatedLogic>{needed}</businessKnowledgeModel>"
    )


def table(
    inputs: list[str], outputs: list[str], rules: list[list[str]], policy: str = "UNIQUE", **extra: str
) -> str:
    """``outputs`` are names with output values after a colon; the last cells of a rule are outputs."""
    columns = "".join(
        f"<input><inputExpression><text>{item}</text></inputExpression></input>" for item in inputs
    )
    for item in outputs:
        name, _, values = item.partition(":")
        listed = f"<outputValues><text>{values}</text></outputValues>" if values else ""
        default = (
            f"<defaultOutputEntry><text>{extra['default']}</text></defaultOutputEntry>"
            if extra.get("default")
            else ""
        )
        columns += f'<output name="{name}">{listed}{default}</output>'
    rows = ""
    for rule in rules:
        cells = [cell.replace("<", "&lt;") for cell in rule]
        rows += "<rule>" + "".join(
            f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells[: len(inputs)]
        )
        rows += (
            "".join(f"<outputEntry><text>{cell}</text></outputEntry>" for cell in cells[len(inputs) :])
            + "</rule>"
        )
    aggregation = f' aggregation="{extra["aggregation"]}"' if extra.get("aggregation") else ""
    return f'<decisionTable hitPolicy="{policy}"{aggregation}>{columns}{rows}</decisionTable>'
