"""DMN files → the requirements graph, expressions compiled."""

from __future__ import annotations

from collections.abc import Iterable

from engine.dmn.boxed import find_expression, read_boxed, read_function
from engine.dmn.document import Element, attribute, child, children, parse_document, reference, tag
from engine.dmn.elements import Decision, DecisionService, Drg, Graph, InputData, KnowledgeModel, Requirement
from engine.dmn.item_types import ANY, ItemType, TypeTable
from engine.dmn.model_context import ModelContext, ProblemList
from engine.errors import DecisionError
from engine.feel.compiler import compile_node
from engine.feel.expression import parse  # noqa: F401  (registers the compilers)


class ModelReader:
    """Reads one file and, before it, what it imports; ``graph`` grows with each."""

    def __init__(self, imports: Iterable[bytes]) -> None:
        self.graph = Graph()
        self.problems = ProblemList()
        self._available = {attribute(root, "namespace"): root for root in map(parse_document, imports)}
        self._types: dict[str, TypeTable] = {}
        self._names: dict[str, str] = {}
        self._open: list[str] = []

    def read(self, root: Element) -> str:
        """Read a model into the graph; returns its namespace."""
        namespace = attribute(root, "namespace")
        if namespace in self._open:
            raise DecisionError(
                decision=attribute(root, "name"), reason="models import one another in a circle"
            )
        self._open.append(namespace)
        prefixes = dict(self._imports(root))
        imported = {prefix: self._types[other] for other, prefix in prefixes.items()}
        names = frozenset(self._component_names(root)) | set(prefixes.values())
        self._types[namespace] = TypeTable(root, imported, names, self.problems.attempt)
        context = ModelContext(names, self._types[namespace], self.problems)
        self._names.update(_element_names(root, namespace))
        _FileReader(self, context, namespace, prefixes).read(root)
        self._open.pop()
        return namespace

    def _imports(self, root: Element) -> Iterable[tuple[str, str]]:
        for item in children(root, "import"):
            namespace = attribute(item, "namespace")
            if "DMN" not in attribute(item, "importType"):
                raise DecisionError(
                    decision=attribute(root, "name"), reason="only DMN models can be imported"
                )
            if namespace not in self._available:
                raise DecisionError(
                    decision=attribute(root, "name"), reason=f"the model {namespace} is missing"
                )
            if namespace not in self._types:
                self.read(self._available[namespace])
            yield namespace, attribute(item, "name")

    def _component_names(self, root: Element) -> set[str]:
        """The names of all fields of structures, here and in what can be imported."""
        tops = [item for top in (root, *self._available.values()) for item in children(top, "itemDefinition")]
        return {
            attribute(part, "name") for top in tops for part in top.iter() if tag(part) == "itemComponent"
        }

    def names_of(self, requirements: Iterable[Requirement]) -> set[str]:
        """The names of required elements."""
        return {self._names[item.key] for item in requirements if item.key in self._names}


def _element_names(root: Element, namespace: str) -> dict[str, str]:
    """Names by key of everything that can be required."""
    return {
        f"{namespace}#{attribute(item, 'id') or attribute(item, 'name')}": attribute(item, "name")
        for item in root
    }


class _FileReader:
    """The elements of one file."""

    def __init__(
        self, reader: ModelReader, context: ModelContext, namespace: str, prefixes: dict[str, str]
    ) -> None:
        self._reader, self._context, self._namespace, self._prefixes = reader, context, namespace, prefixes

    def read(self, root: Element) -> None:
        for item in children(root, "inputData"):
            self._add(InputData(*self._drg(item)))
        for item in children(root, "decision"):
            self._add(self._decision(item))
        for item in children(root, "businessKnowledgeModel"):
            self._add(self._knowledge(item))
        for item in children(root, "decisionService"):
            self._add(self._service(item))

    def _add(self, element: Drg) -> None:
        elements = self._reader.graph.elements
        if element.key in elements:
            raise DecisionError(decision=element.name, reason=f"the id {element.id} stands twice")
        elements[element.key] = element

    def _drg(self, item: Element) -> tuple[str, str, str, ItemType]:
        variable = child(item, "variable")
        name = attribute(item, "name")
        kind = "Any" if variable is None else attribute(variable, "typeRef") or "Any"
        identifier = attribute(item, "id") or name
        return self._key(identifier), identifier, name, self._context.types.resolve(kind)

    def _key(self, href: str) -> str:
        return href if "#" in href else f"{self._namespace}#{href}"

    def _decision(self, item: Element) -> Decision:
        key, identifier, name, kind = self._drg(item)
        requires = self._requirements(item)
        context = self._context.within(item, self._reader.names_of(requires))
        node = read_boxed(context, find_expression(item), name)
        return Decision(key, identifier, name, kind, compile_node(node, True), requires)

    def _knowledge(self, item: Element) -> KnowledgeModel:
        key, identifier, name, _ = self._drg(item)
        logic = child(item, "encapsulatedLogic")
        if logic is None:
            raise DecisionError(decision=name, reason="the knowledge model has no logic")
        requires = self._requirements(item)
        context = self._context.within(item, self._reader.names_of(requires))
        node = read_function(context, logic, name)
        return KnowledgeModel(key, identifier, name, ANY, compile_node(node, True), requires)

    def _service(self, item: Element) -> DecisionService:
        inputs = (*children(item, "inputData"), *children(item, "inputDecision"))
        return DecisionService(
            *self._drg(item),
            outputs=tuple(self._key(reference(part)) for part in children(item, "outputDecision")),
            inputs=tuple(self._key(reference(part)) for part in inputs),
        )

    def _requirements(self, item: Element) -> tuple[Requirement, ...]:
        found = []
        for requirement in (
            *children(item, "informationRequirement"),
            *children(item, "knowledgeRequirement"),
        ):
            for part in ("requiredInput", "requiredDecision", "requiredKnowledge"):
                for target in children(requirement, part):
                    key = self._key(reference(target))
                    found.append(Requirement(key, self._prefixes.get(key.partition("#")[0], "")))
        return tuple(found)
