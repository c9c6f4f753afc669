package org.eclipse.kura.core.configuration.metatype;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.eclipse.kura.configuration.metatype.AD;
import org.eclipse.kura.configuration.metatype.Option;
import org.eclipse.kura.configuration.metatype.Scalar;

/** An attribute definition; the only class that Kura takes in the channel descriptor of a driver. */
public class Tad implements AD {
    protected List<Toption> option = new ArrayList<>();
    protected List<Object> any = new ArrayList<>();
    protected String name;
    protected String description;
    protected String id;
    protected Tscalar type;
    protected Integer cardinality;
    protected String min;
    protected String max;
    protected String _default;
    protected Boolean required;
    private final Map<QName, String> otherAttributes = new HashMap<>();

    public Tad() {
        // everything is set by the caller
    }

    /** The choices; what is added to this list is added to the definition. */
    @Override
    @SuppressWarnings("unchecked")
    public List<Option> getOption() {
        return (List<Option>) (List<?>) option;
    }

    /** Adds a choice. */
    public void setOption(Toption element) {
        option.add(element);
    }

    /** Elements of other schemas; what is added to this list is kept. */
    public List<Object> getAny() {
        return any;
    }

    @Override
    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    @Override
    public String getDescription() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    @Override
    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    /** The type, which must have been set. */
    @Override
    public Scalar getType() {
        return Scalar.valueOf(type.name());
    }

    public void setType(Tscalar type) {
        this.type = type;
    }

    /** The cardinality, 0 if not set. */
    @Override
    public int getCardinality() {
        return cardinality == null ? 0 : cardinality;
    }

    public void setCardinality(Integer cardinality) {
        this.cardinality = cardinality;
    }

    @Override
    public String getMin() {
        return min;
    }

    public void setMin(String min) {
        this.min = min;
    }

    @Override
    public String getMax() {
        return max;
    }

    public void setMax(String max) {
        this.max = max;
    }

    @Override
    public String getDefault() {
        return _default;
    }

    public void setDefault(String value) {
        this._default = value;
    }

    /** Whether a value is needed, true if not set. */
    @Override
    public boolean isRequired() {
        return required == null || required;
    }

    public void setRequired(Boolean required) {
        this.required = required;
    }

    /** Attributes of other schemas; what is put there is kept. */
    public Map<QName, String> getOtherAttributes() {
        return otherAttributes;
    }
}
