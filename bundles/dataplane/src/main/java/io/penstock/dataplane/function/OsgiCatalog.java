// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.function;

import io.penstock.api.BadProperty;
import io.penstock.api.NetworkFunction;
import io.penstock.api.Vnf;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Kind;
import io.penstock.api.control.FunctionInfo.Property;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.metatype.AD;
import org.apache.felix.metatype.MetaData;
import org.apache.felix.metatype.MetaDataReader;
import org.apache.felix.metatype.OCD;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/// The functions of the installed bundles: told by the capabilities in their manifests, described by Metatype,
/// configured through factory configurations, and made by declarative services.
@Component
public final class OsgiCatalog implements FunctionCatalog {
    private static final String INSTANCE = "penstock.instance";
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final Pattern BAD_PROPERTY =
            Pattern.compile("io\\.penstock\\.api\\.BadProperty: (.+?)\\[(-?\\d+)]:(\\d+): (.*); ([^;\\n]*)");
    private static final Pattern CAUSE =
            Pattern.compile("(?m)^(?:Caused by: )?([\\w.$]+(?:Exception|Error)(?:: .*)?)$");

    private final BundleContext context;
    private final ConfigurationAdmin configurations;
    private final MetaTypeService metatypes;
    private final ServiceComponentRuntime components;
    private final LongPredicate usable;

    @Activate
    public OsgiCatalog(
            BundleContext context,
            @Reference ConfigurationAdmin configurations,
            @Reference MetaTypeService metatypes,
            @Reference ServiceComponentRuntime components) {
        this(context, configurations, metatypes, components, bundle -> true);
    }

    private OsgiCatalog(
            BundleContext context,
            ConfigurationAdmin configurations,
            MetaTypeService metatypes,
            ServiceComponentRuntime components,
            LongPredicate usable) {
        this.context = context;
        this.configurations = configurations;
        this.metatypes = metatypes;
        this.components = components;
        this.usable = usable;
    }

    @Override
    public FunctionCatalog only(LongPredicate some) {
        return new OsgiCatalog(context, configurations, metatypes, components, some);
    }

    @Override
    public List<FunctionInfo> functions() {
        List<FunctionInfo> functions = new ArrayList<>();
        for (Bundle bundle : bundles()) {
            for (BundleCapability capability : capabilities(bundle)) {
                functions.add(info(bundle, capability.getAttributes()));
            }
        }
        functions.sort(Comparator.comparing(FunctionInfo::type).thenComparing(FunctionInfo::version));
        return functions;
    }

    private List<Bundle> bundles() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> usable.test(bundle.getBundleId()))
                .toList();
    }

    private static List<BundleCapability> capabilities(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        boolean usable = bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING;
        return revision == null || !usable ? List.of() : revision.getDeclaredCapabilities(Vnf.NAMESPACE);
    }

    private FunctionInfo info(Bundle bundle, Map<String, Object> attributes) {
        String component = text(attributes, "component");
        Optional<ObjectClassDefinition> definition = definition(bundle, component);
        return new FunctionInfo(
                text(attributes, "type"),
                text(attributes, "name"),
                definition.map(ObjectClassDefinition::getDescription).orElse(""),
                bundle.getSymbolicName(),
                bundle.getVersion().toString(),
                text(attributes, "outputs"),
                definition
                        .map(found -> Syntaxes.of(bundle, component).applied(properties(bundle, found)))
                        .orElse(List.of()),
                tags(attributes));
    }

    private static List<String> tags(Map<String, Object> attributes) {
        return switch (attributes.get("tags")) {
            case List<?> tags -> tags.stream().map(String::valueOf).toList();
            case String tag -> List.of(tag);
            case null, default -> List.of();
        };
    }

    private static String text(Map<String, Object> attributes, String name) {
        return String.valueOf(attributes.getOrDefault(name, ""));
    }

    private Optional<ObjectClassDefinition> definition(Bundle bundle, String component) {
        try {
            return Optional.ofNullable(
                    metatypes.getMetaTypeInformation(bundle).getObjectClassDefinition(component, null));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static List<Property> properties(Bundle bundle, ObjectClassDefinition definition) {
        List<Property> properties = new ArrayList<>();
        add(
                bundle,
                definition.getID(),
                properties,
                definition.getAttributeDefinitions(ObjectClassDefinition.REQUIRED),
                true);
        add(
                bundle,
                definition.getID(),
                properties,
                definition.getAttributeDefinitions(ObjectClassDefinition.OPTIONAL),
                false);
        return properties;
    }

    private static void add(
            Bundle bundle, String definition, List<Property> to, AttributeDefinition[] definitions, boolean required) {
        for (AttributeDefinition one : Optional.ofNullable(definitions).orElse(new AttributeDefinition[0])) {
            String[] defaults = Optional.ofNullable(one.getDefaultValue()).orElse(new String[0]);
            Optional<AD> bounds = bounds(bundle, definition, one.getID());
            String[] options = Optional.ofNullable(one.getOptionValues()).orElse(new String[0]);
            to.add(new Property(
                    one.getID(),
                    Optional.ofNullable(one.getName()).orElse(one.getID()),
                    Optional.ofNullable(one.getDescription()).orElse(""),
                    kind(one.getType()),
                    one.getCardinality() != 0,
                    required && defaults.length == 0,
                    Arrays.asList(defaults),
                    bounds.map(AD::getMin).orElse(""),
                    bounds.map(AD::getMax).orElse(""),
                    Arrays.asList(options)));
        }
    }

    private static Kind kind(int type) {
        return switch (type) {
            case AttributeDefinition.BOOLEAN -> Kind.BOOLEAN;
            case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT -> Kind.NUMBER;
            case AttributeDefinition.INTEGER,
                    AttributeDefinition.LONG,
                    AttributeDefinition.SHORT,
                    AttributeDefinition.BYTE -> Kind.WHOLE_NUMBER;
            case AttributeDefinition.PASSWORD -> Kind.PASSWORD;
            default -> Kind.TEXT;
        };
    }

    /// The bounds of an attribute, which the standard interface keeps to itself.
    private static Optional<AD> bounds(Bundle bundle, String definition, String attribute) {
        Enumeration<URL> files = bundle.findEntries("OSGI-INF/metatype", "*.xml", false);
        while (files != null && files.hasMoreElements()) {
            try {
                MetaData data = new MetaDataReader().parse(files.nextElement());
                OCD found = data == null
                        ? null
                        : (OCD) data.getObjectClassDefinitions().get(definition);
                if (found != null) {
                    return Optional.ofNullable(
                            (AD) found.getAttributeDefinitions().get(attribute));
                }
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean isSame(FunctionInfo info, Instance instance) {
        return bundle(info).map(Bundle::getBundleId).equals(Optional.of(instance.bundle()));
    }

    private Optional<Bundle> bundle(FunctionInfo info) {
        return bundles().stream()
                .filter(one -> info.bundle().equals(one.getSymbolicName())
                        && info.version().equals(one.getVersion().toString()))
                .findFirst();
    }

    @Override
    public Instance configure(FunctionInfo info, Map<String, Object> properties) throws BadProperty {
        Bundle bundle =
                bundle(info).orElseThrow(() -> new IllegalStateException("its bundle " + info.bundle() + " is gone"));
        String component = capabilities(bundle).stream()
                .map(BundleCapability::getAttributes)
                .filter(attributes -> text(attributes, "type").equals(info.type()))
                .map(attributes -> text(attributes, "component"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("its bundle no longer offers it"));
        String id = UUID.randomUUID().toString();
        Map<String, Object> values = new HashMap<>(properties);
        values.put(INSTANCE, id);
        Configuration configuration;
        try {
            // Bound to its bundle: another version of it has a component of the same name, which must not take part.
            configuration = configurations.createFactoryConfiguration(component, bundle.getLocation());
            configuration.update(FrameworkUtil.asDictionary(values));
        } catch (IOException e) {
            throw new IllegalStateException("its configuration cannot be stored: " + e.getMessage(), e);
        }
        boolean made = false;
        try {
            Instance instance = await(bundle, component, id, configuration);
            made = true;
            return instance;
        } finally {
            if (!made) {
                delete(configuration);
            }
        }
    }

    private Instance await(Bundle bundle, String component, String id, Configuration configuration) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            Optional<ServiceReference<?>> reference = reference(id);
            if (reference.isPresent()) {
                Object service = context.getService(reference.get());
                if (service instanceof NetworkFunction<?> function) {
                    return new Made(bundle.getBundleId(), function, reference.get(), configuration);
                }
            }
            failure(bundle, component, id).ifPresent(OsgiCatalog::explain);
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        throw new IllegalStateException("it did not start within 10 s");
    }

    private Optional<ServiceReference<?>> reference(String id) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, "(" + INSTANCE + "=" + id + ")");
            return found == null || found.length == 0 ? Optional.empty() : Optional.of(found[0]);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<String> failure(Bundle bundle, String component, String id) {
        for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs(bundle)) {
            if (!description.implementationClass.equals(component)) {
                continue;
            }
            for (ComponentConfigurationDTO one : components.getComponentConfigurationDTOs(description)) {
                boolean ours = id.equals(one.properties.get(INSTANCE));
                if (ours && one.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    return Optional.of(Optional.ofNullable(one.failure).orElse("unknown"));
                }
            }
        }
        return Optional.empty();
    }

    /// What the function's constructor threw, found in the report of declarative services.
    private static void explain(String failure) {
        Matcher bad = BAD_PROPERTY.matcher(failure);
        if (bad.find()) {
            throw new BadProperty(
                    bad.group(1),
                    Integer.parseInt(bad.group(2)),
                    Integer.parseInt(bad.group(3)),
                    bad.group(4),
                    bad.group(5).strip());
        }
        String cause = "unknown";
        Matcher causes = CAUSE.matcher(failure);
        while (causes.find()) {
            cause = causes.group(1);
        }
        throw new IllegalStateException("it did not start: " + cause.strip());
    }

    private static void delete(Configuration configuration) {
        try {
            configuration.delete();
        } catch (IOException | IllegalStateException gone) {
            System.getLogger(OsgiCatalog.class.getName())
                    .log(System.Logger.Level.DEBUG, "a configuration was gone already", gone);
        }
    }

    private final class Made implements Instance {
        private final long bundle;
        private final NetworkFunction<?> function;
        private final ServiceReference<?> reference;
        private final Configuration configuration;

        Made(long bundle, NetworkFunction<?> function, ServiceReference<?> reference, Configuration configuration) {
            this.bundle = bundle;
            this.function = function;
            this.reference = reference;
            this.configuration = configuration;
        }

        @Override
        public NetworkFunction<?> function() {
            return function;
        }

        @Override
        public long bundle() {
            return bundle;
        }

        @Override
        public void close() {
            try {
                context.ungetService(reference);
            } catch (IllegalStateException stopping) {
                return;
            }
            delete(configuration);
        }
    }

    /// Symbolic name and version of the bundle of a class, for people.
    public static String bundleOf(Class<?> type) {
        Bundle bundle = FrameworkUtil.getBundle(type);
        return bundle == null ? "" : bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
